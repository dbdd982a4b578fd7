import type { Session } from "./database.ts";
import type { Preference } from "./preference.ts";

const PAGE = 1000;

/** Keeps preferences; of two with one key the first stays. */
export async function addPreferences(session: Session, preferences: readonly Preference[]): Promise<void> {
  if (preferences.length === 0) return;
  await session.query(
    `INSERT INTO guerdon.preferences (key, run, chosen, rejected, strength, judge)
     SELECT * FROM json_to_recordset($1::json)
       AS p(key text, run text, chosen text, rejected text, strength double precision, judge text)
     ORDER BY p.key COLLATE "C" ON CONFLICT (key) DO NOTHING`,
    [JSON.stringify(preferences)],
  );
}

/** The preferences of a run, in the order in which they were kept. */
export async function* readPreferences(session: Session, run: string): AsyncGenerator<Preference> {
  for (let after = "0"; ; ) {
    const rows = await session.query<Preference & { readonly id: string }>(
      `SELECT id::text AS id, key, run, chosen, rejected, strength, judge FROM guerdon.preferences
       WHERE run = $1 AND id > $2::bigint ORDER BY preferences.id LIMIT ${PAGE}`,
      [run, after],
    );
    for (const { id, ...preference } of rows) {
      after = id;
      yield preference;
    }
    if (rows.length < PAGE) return;
  }
}

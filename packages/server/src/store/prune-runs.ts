import type { Session } from "./database.ts";
import type { PruneOptions } from "./store.ts";

/**
 * Removes runs whose last batch is older, whole, and old batches and payloads that belong to no run.
 *
 * A run is locked before it is looked at, so that none goes while a batch of it is being kept.
 */
export async function pruneRuns(session: Session, { before, run }: PruneOptions): Promise<readonly string[]> {
  const limit = before.toISOString();
  const rows = await session.query<{ run: string }>(
    `SELECT run FROM guerdon.runs r WHERE ($2::text IS NULL OR run = $2) AND created_at < $1::timestamptz
       AND NOT EXISTS (SELECT FROM guerdon.batches b WHERE b.run = r.run AND b.created_at >= $1::timestamptz)
     ORDER BY run FOR UPDATE`,
    [limit, run ?? null],
  );
  const removed: string[] = [];
  for (const row of rows) {
    // What was kept while the lock was waited for counts too.
    const gone = await session.query<{ run: string }>(
      `DELETE FROM guerdon.runs r WHERE run = $2
         AND NOT EXISTS (SELECT FROM guerdon.batches b WHERE b.run = r.run AND b.created_at >= $1::timestamptz)
       RETURNING run`,
      [limit, row.run],
    );
    removed.push(...gone.map((each) => each.run));
  }
  if (run === undefined) {
    await session.query("DELETE FROM guerdon.batches WHERE run IS NULL AND created_at < $1::timestamptz", [limit]);
    await session.query("DELETE FROM guerdon.payloads WHERE created_at < $1::timestamptz", [limit]);
  }
  return removed;
}

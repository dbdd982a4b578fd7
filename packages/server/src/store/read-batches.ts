import type { Rollout } from "@guerdon/core/signal";
import type { Session } from "./database.ts";
import { loadBatches } from "./load-batches.ts";
import { rolloutsFromBytes } from "./rollout-bytes.ts";
import type { StoredBatch } from "./store.ts";

const PAGE = 500;

/** The batches of a run, or of one of its steps, by step and key. One is in memory at a time, and the keys of a page. */
export async function* readBatches(session: Session, run: string, only?: number): AsyncGenerator<StoredBatch> {
  let [step, key] = [only ?? -1, ""];
  for (;;) {
    const rows = await session.query<{ key: string; step: number }>(
      `SELECT key, step::float8 AS step FROM guerdon.batches
       WHERE run = $1 AND (step, key) > ($2::bigint, $3) AND step <= $4::bigint ORDER BY batches.step, key LIMIT ${PAGE}`,
      [run, step, key, only ?? Number.MAX_SAFE_INTEGER],
    );
    for (const row of rows) {
      ({ step, key } = row);
      // It may have been pruned since.
      const [batch] = await loadBatches(session, { keys: [key] });
      if (batch !== undefined) yield batch;
    }
    if (rows.length < PAGE) return;
  }
}

/** The rollouts of a batch, in the order of its layout; none when it is not there. */
export async function readRollouts(session: Session, id: string): Promise<readonly Rollout[]> {
  const [row] = await session.query<{ body: Uint8Array }>(
    "SELECT body FROM guerdon.rollouts WHERE batch = $1::bigint",
    [id],
  );
  return row === undefined ? [] : rolloutsFromBytes(row.body);
}

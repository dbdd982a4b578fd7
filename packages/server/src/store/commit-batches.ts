import { columnsToRows } from "./column-rows.ts";
import type { Database, Session } from "./database.ts";
import { hex } from "./hex.ts";
import { layoutToBytes } from "./layout-bytes.ts";
import { loadBatches } from "./load-batches.ts";
import { rolloutsToBytes } from "./rollout-bytes.ts";
import type { NewBatch, StoredBatch } from "./store.ts";
import { noRun } from "./store-error.ts";

/** A batch with its rollouts compressed, before the transaction that keeps it. */
export interface PreparedBatch {
  readonly batch: NewBatch;
  readonly rollouts: Uint8Array;
}

/** Does what takes time and needs no lock. */
export async function prepareBatch(batch: NewBatch): Promise<PreparedBatch> {
  return { batch, rollouts: await rolloutsToBytes(batch.rollouts) };
}

interface Inserted {
  readonly id: string;
  readonly key: string;
  readonly created_ms: number;
}

/**
 * Keeps batches in one transaction, under the locks of their runs: whether a batch is late is decided before its step
 * can end. Gives what is kept under each key.
 */
export function commitBatches(
  database: Database,
  prepared: readonly PreparedBatch[],
): Promise<ReadonlyMap<string, StoredBatch>> {
  const byKey = new Map<string, PreparedBatch>();
  for (const each of prepared) if (!byKey.has(each.batch.key)) byKey.set(each.batch.key, each);
  return database.transaction(async (session) => {
    const steps = await lockRuns(session, [...byKey.values()]);
    const isLate = ({ run, step }: NewBatch): boolean => run !== undefined && step < (steps.get(run) as number);
    const inserted = await insertBatches(session, [...byKey.values()], isLate);
    await insertContents(session, inserted, byKey);
    const kept = new Map<string, StoredBatch>();
    for (const { id, key, created_ms } of inserted) {
      const { rollouts: _, ...batch } = (byKey.get(key) as PreparedBatch).batch;
      kept.set(key, { ...batch, id, late: isLate(batch as NewBatch), createdAt: new Date(created_ms) });
    }
    const others = [...byKey.keys()].filter((key) => !kept.has(key));
    for (const batch of await loadBatches(session, { keys: others })) kept.set(batch.key, batch);
    return kept;
  });
}

/** The open step of each run. Locked in one order, so that two processes never wait for each other. */
async function lockRuns(session: Session, prepared: readonly PreparedBatch[]): Promise<ReadonlyMap<string, number>> {
  const runs = [...new Set(prepared.flatMap(({ batch }) => batch.run ?? []))];
  if (runs.length === 0) return new Map();
  const rows = await session.query<{ run: string; step: number }>(
    `SELECT run, step::float8 AS step FROM guerdon.runs
     WHERE run IN (SELECT json_array_elements_text($1::json)) ORDER BY run FOR NO KEY UPDATE`,
    [JSON.stringify(runs)],
  );
  const steps = new Map(rows.map(({ run, step }) => [run, step]));
  for (const run of runs) if (!steps.has(run)) throw noRun(run);
  return steps;
}

/** A batch of a run is inserted while its run is locked; the order of keys keeps the others from waiting in a circle. */
function insertBatches(
  session: Session,
  prepared: readonly PreparedBatch[],
  isLate: (batch: NewBatch) => boolean,
): Promise<readonly Inserted[]> {
  const rows = prepared.map(({ batch }) => ({
    key: batch.key,
    run: batch.run,
    step: batch.step,
    program_hash: batch.programHash,
    protocol: batch.protocol,
    rollout_count: batch.rollouts.length,
    late: isLate(batch),
    layout: hex(layoutToBytes(batch.layout)),
  }));
  return session.query<Inserted>(
    `INSERT INTO guerdon.batches (key, run, step, program_hash, protocol, rollout_count, late, layout)
     SELECT * FROM json_to_recordset($1::json)
       AS b(key text, run text, step bigint, program_hash text, protocol text, rollout_count integer, late boolean, layout bytea)
     ORDER BY b.key COLLATE "C"
     ON CONFLICT (key) DO NOTHING
     RETURNING id::text AS id, key, (extract(epoch FROM created_at) * 1000)::float8 AS created_ms`,
    [JSON.stringify(rows)],
  );
}

async function insertContents(
  session: Session,
  inserted: readonly Inserted[],
  byKey: ReadonlyMap<string, PreparedBatch>,
): Promise<void> {
  if (inserted.length === 0) return;
  const rollouts = inserted.map(({ id, key }) => ({
    batch: id,
    body: hex((byKey.get(key) as PreparedBatch).rollouts),
  }));
  const scores = inserted.flatMap(({ id, key }) =>
    columnsToRows((byKey.get(key) as PreparedBatch).batch.columns).map(({ values, present, ...row }, place) => ({
      batch: id,
      place,
      ...row,
      values: hex(values),
      present: present && hex(present),
    })),
  );
  await session.query(
    `INSERT INTO guerdon.rollouts (batch, body)
     SELECT * FROM json_to_recordset($1::json) AS r(batch bigint, body bytea)`,
    [JSON.stringify(rollouts)],
  );
  await session.query(
    `INSERT INTO guerdon.scores (batch, place, role, name, level, "values", present, notes)
     SELECT * FROM json_to_recordset($1::json)
       AS s(batch bigint, place integer, role text, name text, level text, "values" bytea, present bytea, notes text)`,
    [JSON.stringify(scores)],
  );
}

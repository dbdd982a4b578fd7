import { type ColumnRow, rowsToColumns } from "./column-rows.ts";
import type { Session } from "./database.ts";
import { layoutFromBytes } from "./layout-bytes.ts";
import type { StoredBatch } from "./store.ts";

/** Which batches: those with these keys, or those of a step that are in time. */
export type BatchChoice =
  | { readonly keys: readonly string[] }
  | { readonly run: string; readonly step: number; readonly late: false };

interface BatchRow {
  readonly id: string;
  readonly key: string;
  readonly run: string | null;
  readonly step: number;
  readonly program_hash: string;
  readonly protocol: string;
  readonly late: boolean;
  readonly layout: Uint8Array;
  readonly created_ms: number;
}

const COLUMNS = `id::text AS id, key, run, step::float8 AS step, program_hash, protocol, late, layout,
  (extract(epoch FROM created_at) * 1000)::float8 AS created_ms`;

/** Reads batches without their rollouts, in the order of their keys. */
export async function loadBatches(session: Session, choice: BatchChoice): Promise<readonly StoredBatch[]> {
  const rows = "keys" in choice ? await byKeys(session, choice.keys) : await byStep(session, choice);
  if (rows.length === 0) return [];
  const scores = await session.query<ColumnRow & { readonly batch: string }>(
    `SELECT batch::text AS batch, role, name, level, "values", present, notes FROM guerdon.scores
     WHERE batch IN (SELECT json_array_elements_text($1::json)::bigint) ORDER BY batch, place`,
    [JSON.stringify(rows.map(({ id }) => id))],
  );
  const byBatch = new Map<string, ColumnRow[]>(rows.map(({ id }) => [id, []]));
  for (const row of scores) byBatch.get(row.batch)?.push(row);
  return rows.map((row) => toBatch(row, byBatch.get(row.id) as ColumnRow[]));
}

async function byKeys(session: Session, keys: readonly string[]): Promise<readonly BatchRow[]> {
  if (keys.length === 0) return [];
  return session.query<BatchRow>(
    `SELECT ${COLUMNS} FROM guerdon.batches WHERE key IN (SELECT json_array_elements_text($1::json)) ORDER BY key`,
    [JSON.stringify(keys)],
  );
}

function byStep(session: Session, { run, step }: { run: string; step: number }): Promise<readonly BatchRow[]> {
  return session.query<BatchRow>(
    `SELECT ${COLUMNS} FROM guerdon.batches WHERE run = $1 AND step = $2 AND NOT late ORDER BY key`,
    [run, step],
  );
}

function toBatch(row: BatchRow, columns: readonly ColumnRow[]): StoredBatch {
  return {
    id: row.id,
    key: row.key,
    ...(row.run === null ? {} : { run: row.run }),
    step: row.step,
    programHash: row.program_hash,
    protocol: row.protocol,
    late: row.late,
    layout: layoutFromBytes(row.layout),
    columns: rowsToColumns(columns),
    createdAt: new Date(row.created_ms),
  };
}

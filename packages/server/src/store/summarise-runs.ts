import type { Session } from "./database.ts";
import type { RunRecord, RunSummary } from "./store.ts";

interface RunRow {
  readonly run: string;
  readonly program_name: string;
  readonly program_hash: string;
  readonly step: number;
  readonly created_ms: number;
}

interface SummaryRow extends RunRow {
  readonly batches: number;
  readonly rollouts: number;
  readonly late: number;
  readonly last_ms: number;
}

const RUN = `r.run, r.program_name, r.program_hash, r.step::float8 AS step,
  (extract(epoch FROM r.created_at) * 1000)::float8 AS created_ms`;

/** Opens a run, or gives the one that is there. */
export async function openRun(
  session: Session,
  run: string,
  program: { readonly name: string; readonly hash: string },
): Promise<RunRecord> {
  await session.query(
    "INSERT INTO guerdon.runs (run, program_name, program_hash) VALUES ($1, $2, $3) ON CONFLICT (run) DO NOTHING",
    [run, program.name, program.hash],
  );
  const [row] = await session.query<RunRow>(`SELECT ${RUN} FROM guerdon.runs r WHERE run = $1`, [run]);
  return toRun(row as RunRow);
}

/** Runs with what is kept of them, the last used first; all, or one. */
export async function summariseRuns(session: Session, run: string | null = null): Promise<readonly RunSummary[]> {
  const rows = await session.query<SummaryRow>(
    `SELECT ${RUN}, coalesce(b.batches, 0)::float8 AS batches, coalesce(b.rollouts, 0)::float8 AS rollouts,
       coalesce(b.late, 0)::float8 AS late,
       (extract(epoch FROM coalesce(b.last_at, r.created_at)) * 1000)::float8 AS last_ms
     FROM guerdon.runs r LEFT JOIN LATERAL (
       SELECT count(*) AS batches, sum(rollout_count) AS rollouts, count(*) FILTER (WHERE late) AS late,
         max(created_at) AS last_at
       FROM guerdon.batches WHERE run = r.run
     ) b ON true
     WHERE $1::text IS NULL OR r.run = $1 ORDER BY last_ms DESC, r.run`,
    [run],
  );
  return rows.map((row) => ({
    ...toRun(row),
    batches: row.batches,
    rollouts: row.rollouts,
    late: row.late,
    lastAt: new Date(row.last_ms),
  }));
}

function toRun({ run, program_name, program_hash, step, created_ms }: RunRow): RunRecord {
  return { run, programName: program_name, programHash: program_hash, step, createdAt: new Date(created_ms) };
}

import type { ProgramState } from "@guerdon/core/engine";
import { RewardError } from "@guerdon/core/error";
import type { Session } from "./database.ts";
import { loadBatches } from "./load-batches.ts";
import type { NextState } from "./store.ts";
import { noRun } from "./store-error.ts";

/** Ends a step of a run and the open ones below it, within a transaction that holds the run's lock. */
export async function endStep(
  session: Session,
  run: string,
  step: number,
  next: NextState | undefined,
): Promise<{ readonly moved: boolean }> {
  const [row] = await session.query<{ step: number }>(
    "SELECT step::float8 AS step FROM guerdon.runs WHERE run = $1 FOR NO KEY UPDATE",
    [run],
  );
  if (row === undefined) throw noRun(run);
  if (row.step > step) return { moved: false };
  if (next !== undefined) await moveState(session, run, { from: row.step, to: step }, next);
  await session.query("UPDATE guerdon.runs SET step = $2 WHERE run = $1", [run, step + 1]);
  return { moved: true };
}

async function moveState(
  session: Session,
  run: string,
  { from, to }: { readonly from: number; readonly to: number },
  next: NextState,
): Promise<void> {
  const steps = await session.query<{ step: number }>(
    `SELECT DISTINCT step::float8 AS step FROM guerdon.batches
     WHERE run = $1 AND step BETWEEN $2 AND $3 AND NOT late ORDER BY step`,
    [run, from, to],
  );
  let state = await lastState(session, run, from);
  for (const { step } of steps) {
    const moved = JSON.stringify(next(state, await loadBatches(session, { run, step, late: false })));
    await session.query("INSERT INTO guerdon.states (run, step, state) VALUES ($1, $2, $3)", [run, step + 1, moved]);
    // As it will be read: what JSON does not keep, −0 for one, must not depend on who reads.
    state = JSON.parse(moved) as ProgramState;
  }
}

/** State before a step, whose steps below are ended. */
export async function stateBefore(session: Session, run: string, step: number): Promise<ProgramState | undefined> {
  const [row] = await session.query<{ step: number }>("SELECT step::float8 AS step FROM guerdon.runs WHERE run = $1", [
    run,
  ]);
  if (row === undefined) throw noRun(run);
  if (row.step < step) throw stepOpen(run, step, row.step);
  return lastState(session, run, step);
}

async function lastState(session: Session, run: string, step: number): Promise<ProgramState | undefined> {
  const [row] = await session.query<{ state: string }>(
    "SELECT state FROM guerdon.states WHERE run = $1 AND step <= $2 ORDER BY step DESC LIMIT 1",
    [run, step],
  );
  return row === undefined ? undefined : (JSON.parse(row.state) as ProgramState);
}

function stepOpen(run: string, step: number, open: number): RewardError {
  return new RewardError(
    "GUERDON_STEP_OPEN",
    `Expected the steps of run \`${run}\` below ${step} to be ended, got step ${open} open.`,
    {
      hint: `End step ${step - 1} first: the state before a step is known when all below it are ended.`,
      details: { run, step, open },
    },
  );
}

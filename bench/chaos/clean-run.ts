import { fileURLToPath } from "node:url";
import { initState, nextState, type ProgramState, scoreBatch } from "@guerdon/core/engine";
import type { Program } from "@guerdon/core/program";
import { makeBatch, outcomeAt, type Rollout } from "@guerdon/core/signal";
import { programSource } from "../../packages/cli/src/serve/program-source.ts";
import { systemClock } from "../../packages/cli/src/system-clock.ts";
import { requestKey } from "../../packages/server/src/service/request-key.ts";
import { BATCHES, RUN, rolloutsOf } from "./retrying-client.ts";

export const PROGRAM_PATH: string = fileURLToPath(new URL("program.ts", import.meta.url));

/** What a run must give in which nothing is killed. */
export interface CleanRun {
  readonly program: Program;
  /** Totals and advantages by step and number of the batch. */
  readonly totals: ReadonlyMap<string, readonly unknown[]>;
  readonly advantages: ReadonlyMap<string, readonly unknown[]>;
  /** JSON of the state before each step; none before the first. */
  readonly states: readonly (string | undefined)[];
}

/** Runs the engine alone, batch after batch, step after step: no server, store, queue or worker. */
export async function cleanRun(steps: number): Promise<CleanRun> {
  const program = await programSource(PROGRAM_PATH).load();
  const totals = new Map<string, readonly unknown[]>();
  const advantages = new Map<string, readonly unknown[]>();
  const states: (string | undefined)[] = [undefined];
  let state: ProgramState | undefined;
  for (let step = 0; step < steps; step++) {
    for (let number = 0; number < BATCHES; number++) {
      const batch = makeBatch(rolloutsOf(step, number) as readonly Rollout[], step);
      const scores = await scoreBatch(program, batch, { clock: systemClock, ...(state && { state }) });
      totals.set(
        `${step}/${number}`,
        batch.rollouts.map((_, r) => outcomeAt(scores.total, r)),
      );
      advantages.set(`${step}/${number}`, [...scores.advantages.values]);
    }
    state = await stateAfter(program, step, state);
    states.push(JSON.stringify(state));
  }
  return { program, totals, advantages, states };
}

/** All rollouts of the step as one batch, in the order of the keys under which they are kept. */
async function stateAfter(program: Program, step: number, state: ProgramState | undefined): Promise<ProgramState> {
  const keyed = Array.from({ length: BATCHES }, (_, number) => {
    const key = requestKey({ program, run: RUN, step, key: `${step}/${number}`, rollouts: [] });
    return { key, rollouts: rolloutsOf(step, number) as readonly Rollout[] };
  });
  const ordered = keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).flatMap(({ rollouts }) => rollouts);
  const batch = makeBatch(ordered, step);
  const scores = await scoreBatch(program, batch, { clock: systemClock, ...(state && { state }) });
  return JSON.parse(JSON.stringify(nextState(program, state ?? initState(program), batch, scores))) as ProgramState;
}

import { expect } from "vitest";
import type { Metrics, Run, RunState } from "../experiment/run.ts";

/** Metrics of some updates. */
export async function updatesOf(run: Run, count: number): Promise<Metrics[]> {
  const rows: Metrics[] = [];
  for (let k = 0; k < count; k++) rows.push(await run.update());
  return rows;
}

/** State as a file would give it back. */
function stored({ json, arrays }: RunState): RunState {
  return { json: JSON.parse(JSON.stringify(json)), arrays: structuredClone(arrays) };
}

/** Killed at some updates and resumed in a fresh run, a run gives the curve and the state of one that was not. */
export async function expectResumes(start: () => Run | Promise<Run>, count: number): Promise<void> {
  const whole = await start();
  const states: RunState[] = [];
  const curve: Metrics[] = [];
  for (let k = 0; k < count; k++) {
    const saved = whole.save();
    states.push(stored(saved));
    curve.push(await whole.update());
    // What was saved is a copy: going on leaves it as it was.
    expect(saved).toEqual(states[k]);
  }
  const resumed = await start();
  for (const k of [count - 2, 0, count - 1]) {
    resumed.restore(states[k] as RunState);
    expect(resumed.updates).toBe(k);
    expect(await updatesOf(resumed, count - k)).toEqual(curve.slice(k));
    expect(resumed.save()).toEqual(whole.save());
  }
  resumed.close();
  whole.close();
}

import type { DecisionProcess } from "./decision-process.ts";

/**
 * The same decision process with a clock in its states, so that rewards may depend on the time of a period.
 *
 * State s at time k is s·period + k; every step leads to the next time, and from the last to the first.
 *
 * @param period - times of the clock: 1 or more
 *
 * ```ts doctest
 * import { decisionProcess, withClock } from "@guerdon/lab/solver";
 * const loop = decisionProcess({ states: 1, actions: 1, discount: 0.5, transitions: () => [{ next: 0, probability: 1 }], reward: () => 1 });
 * [...withClock(loop, 3).next] // => [1, 2, 0]
 * ```
 */
export function withClock(process: DecisionProcess, period: number): DecisionProcess {
  const { states, actions, offsets } = process;
  const pairs = states * period * actions;
  const rest = period * actions;
  const pairOf = (clocked: number): number => Math.floor(clocked / rest) * actions + (clocked % actions);
  const clockedOffsets = new Int32Array(pairs + 1);
  const ways: number[] = [];
  const times: number[] = [];
  for (let clocked = 0; clocked < pairs; clocked++) {
    const after = (Math.floor(clocked / actions) + 1) % period;
    for (let way = offsets[pairOf(clocked)] as number; way < (offsets[pairOf(clocked) + 1] as number); way++) {
      ways.push(way);
      times.push(after);
    }
    clockedOffsets[clocked + 1] = ways.length;
  }
  return {
    ...process,
    states: states * period,
    offsets: clockedOffsets,
    next: Int32Array.from(ways, (way, m) => (process.next[way] as number) * period + (times[m] as number)),
    probability: Float64Array.from(ways, (way) => process.probability[way] as number),
    gain: Float64Array.from(ways, (way) => process.gain[way] as number),
    reward: Float64Array.from({ length: pairs }, (_, clocked) => process.reward[pairOf(clocked)] as number),
  };
}

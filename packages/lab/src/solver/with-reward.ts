import type { DecisionProcess } from "./decision-process.ts";

/**
 * The same decision process with other rewards: of a designer, shaped by a potential, weighted by a multiplier.
 *
 *   gain′(s, a, s′) = reward(s, a, s′, gain),   reward′(s, a) = E[gain′]
 *
 * @param reward - of a transition; `paid` is what it earned so far, `way` its number
 *
 * ```ts doctest
 * import { decisionProcess, withReward } from "@guerdon/lab/solver";
 * const loop = decisionProcess({ states: 1, actions: 2, discount: 0.5, transitions: () => [{ next: 0, probability: 1 }], reward: (_, a) => a });
 * [...withReward(loop, (_, action, __, paid) => paid - 3 * action).reward] // => [0, -2]
 * ```
 */
export function withReward(
  process: DecisionProcess,
  reward: (state: number, action: number, next: number, paid: number, way: number) => number,
): DecisionProcess {
  const { actions, offsets, next, probability, gain } = process;
  const paid = new Float64Array(gain.length);
  const expected = process.reward.map((_, pair) => {
    const [state, action] = [Math.floor(pair / actions), pair % actions];
    let sum = 0;
    for (let m = offsets[pair] as number; m < (offsets[pair + 1] as number); m++) {
      paid[m] = reward(state, action, next[m] as number, gain[m] as number, m);
      sum += (probability[m] as number) * (paid[m] as number);
    }
    return sum;
  });
  return { ...process, gain: paid, reward: expected };
}

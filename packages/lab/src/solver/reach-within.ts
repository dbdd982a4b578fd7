import type { DecisionProcess } from "./decision-process.ts";

/**
 * [S] the chance to be in one of some states at some time within a number of steps, from each state.
 *
 *   u_0(s) = 1[s ∈ targets],   u_k(s) = 1 there, elsewhere Σ_a π(a | s) Σ_s′ τ(s′ | s, a)·u_{k − 1}(s′)
 *
 * @param policy - [S·A] probability of each action in each state
 * @param targets - states that count as reached
 *
 * ```ts doctest
 * import { reachWithin, trapChain } from "@guerdon/lab/solver";
 * const { process, goal } = trapChain({ length: 1, finish: 0.5 });
 * const goesOn = Float64Array.from({ length: 9 }, (_, i) => (i % 3 === 1 ? 1 : 0));
 * reachWithin(process, goesOn, [goal], 2)[0] // => 0.75
 * ```
 */
export function reachWithin(
  process: DecisionProcess,
  policy: ArrayLike<number>,
  targets: readonly number[],
  steps: number,
): Float64Array {
  const { states, actions, offsets, next, probability } = process;
  const isTarget = Uint8Array.from({ length: states }, (_, s) => (targets.includes(s) ? 1 : 0));
  let chances = Float64Array.from(isTarget);
  for (let step = 0; step < steps; step++) {
    const later = Float64Array.from(isTarget);
    for (let pair = 0; pair < states * actions; pair++) {
      const state = Math.floor(pair / actions);
      const share = policy[pair] as number;
      if (isTarget[state] === 1 || share === 0) continue;
      for (let m = offsets[pair] as number; m < (offsets[pair + 1] as number); m++) {
        later[state] =
          (later[state] as number) + share * (probability[m] as number) * (chances[next[m] as number] as number);
      }
    }
    chances = later;
  }
  return chances;
}

import type { Advantage } from "@guerdon/core/piece";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { flatLayout, fullSignal } from "@guerdon/core/signal";

export interface AdvantageBiasOptions {
  /** p: chance of a success, the same in every group. */
  readonly rate: number;
  /** G: rollouts of a group. */
  readonly rollouts: number;
  /** Groups of a batch. Default 64. */
  readonly groups?: number;
  /** Batches drawn. Default 200. */
  readonly batches?: number;
  readonly seed?: number;
}

/**
 * How far the advantage that a success gets on average is from the one it has.
 *
 *   truth = (1 − p) / √(p (1 − p));   bias = (mean advantage of the successes drawn − truth) / truth
 *
 * Rewards are 0 or 1, drawn with chance p. Few successes make the deviation of their group great, so that an advantage
 * divided by it is too small where p is small: −0.5 at p = 0.02 and G = 16. The result is NaN without a success.
 *
 * @shape G rollouts × groups × batches → one number
 * @unit share of the truth
 * @paper 206 §Experiment A
 *
 * ```ts doctest
 * import { groupRelative } from "@guerdon/core/advantage";
 * import { advantageBias } from "@guerdon/lab/statistics";
 * advantageBias(groupRelative({ eps: 0 }), { rate: 0.02, rollouts: 16 }) < -0.4 // => true
 * ```
 */
export function advantageBias(
  advantage: Pick<Advantage, "advantages">,
  { rate, rollouts, groups = 64, batches = 200, seed = 0 }: AdvantageBiasOptions,
): number {
  const size = groups * rollouts;
  const tokenOffsets = Int32Array.from({ length: size + 1 }, (_, r) => r);
  const layout = { ...flatLayout(new Array<number>(groups).fill(rollouts)), tokenOffsets };
  const key = streamKey(seed, "advantage bias");
  let [sum, successes] = [0, 0];
  for (let b = 0; b < batches; b++) {
    const rewards = Array.from({ length: size }, (_, r) => (uniformAt(key, b * size + r) < rate ? 1 : 0));
    const { values } = advantage.advantages({ total: fullSignal("rollout", rewards), over: [] }, layout);
    rewards.forEach((reward, r) => {
      sum += reward * (values[r] as number);
      successes += reward;
    });
  }
  const truth = (1 - rate) / Math.sqrt(rate * (1 - rate));
  return sum / successes / truth - 1;
}

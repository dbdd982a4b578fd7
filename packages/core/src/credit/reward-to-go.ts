import { z } from "zod";
import { isFull } from "../internal/is-full.ts";
import { defineCredit, type InputSpec, type TransformFactory } from "../piece/index.ts";
import {
  deriveSignal,
  type Interval,
  type Layout,
  type Missing,
  missingAt,
  rolloutOffsets,
  type Signal,
} from "../signal/index.ts";

export interface RewardToGoOptions {
  /** Where the rewards are. */
  readonly level: "step" | "token";
  /** What a reward one place later counts. */
  readonly gamma: number;
  /** How much of what follows is taken from the rewards, and not from `value`. */
  readonly lambda: number;
}
type RewardToGoInput = { readonly [K in keyof RewardToGoOptions]?: RewardToGoOptions[K] | undefined };

const options: z.ZodType<RewardToGoOptions, RewardToGoInput> = z.strictObject({
  level: z.enum(["step", "token"]).default("step"),
  gamma: z.number().min(0).max(1).default(1), // 165 §Mechanism 5: γ = 1
  lambda: z.number().min(0).max(1).default(1),
});

/**
 * Sums the rewards from each step or token to the end of its rollout.
 *
 *   G_i = of_i + gamma · ((1 − lambda) · value_{i+1} + lambda · G_{i+1}),  G_n = value_n = end
 *
 * With `lambda: 1` these are discounted returns and there is no `value`; below, TD(λ) targets.
 * `end` is what a rollout that was cut off is still worth. A place is missing where a reward or a
 * value that it counts on is, for the reason of the nearest.
 *
 * @shape of [S], value [S] with `lambda` below 1, end [R] → [S]; tokens instead of steps with `level: token`
 * @unit reward → reward
 * @paper 165 §Mechanism 5: Σ_{k≥t} γ^{k−t} r_k
 * @paper 080 §Mechanism 2: discounted sum over the remaining steps
 * @paper 024 §Mechanism: reward-to-go of marginal gains
 * @paper 025 §Mechanism: process rewards from a thought to the end
 * @paper 191 §Pieces: returns to the end of the rollout
 * @kind credit
 * @alias rewardToGo = { use: reward-to-go, gamma: 1 }
 * @alias discountedSuffix = { use: reward-to-go, gamma: 0.9 }
 * @alias thoughtAdvantage = "where(correct > 0, outcome - where(right > 0, 0, punished), where(right > 0, outcome, 0))"
 * @plot { gamma: 1 } over steps [0, 0, 1]
 * @plot { gamma: 0.5 } over steps [0, 0, 1]
 *
 * ```ts doctest
 * import { rewardToGo } from "@guerdon/core/credit";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([2]), stepOffsets: Int32Array.of(0, 3, 4) };
 * const [rewards, end] = [fullSignal("step", [1, 0, 4, 7]), fullSignal("rollout", [0, 0])];
 * [...rewardToGo({ gamma: 0.5 }).apply([rewards, end], layout).values] // => [2, 2, 4, 7]
 * ```
 */
export const rewardToGo: TransformFactory<typeof options> = defineCredit({
  name: "reward-to-go",
  version: 1,
  summary: "Sums the rewards from each step or token to the end of its rollout.",
  options,
  build: (settings) => {
    const { level, gamma, lambda } = settings;
    const value: readonly InputSpec[] = lambda < 1 ? [{ name: "value" }] : [];
    return {
      level,
      inputs: [{ name: "of" }, ...value, { name: "end", level: "rollout", default: 0 }],
      range: ([of, ...later]) => rangeOfReturns(of as Interval, later, gamma),
      trend: (index) => (index === 0 || gamma > 0 ? "increasing" : "constant"),
      apply: (inputs, layout) => accumulate(inputs, layout, settings),
    };
  },
});

/** A return is at most m = max(values, end, r / (1 − γ)), since then r + γ·m ≤ m. */
function rangeOfReturns(of: Interval, later: readonly Interval[], gamma: number): Interval {
  if (gamma === 0) return of;
  const most = Math.max(...later.map(({ max }) => max), settled(of.max, gamma));
  const least = Math.min(...later.map(({ min }) => min), settled(of.min, gamma));
  return { min: of.min + gamma * least, max: of.max + gamma * most };
}

function settled(reward: number, gamma: number): number {
  return reward === 0 ? 0 : reward / (1 - gamma);
}

/** Discounted returns of rewards none of which is missing. */
function accumulateAll(of: Signal, end: Signal, layout: Layout, { level, gamma }: RewardToGoOptions): Signal {
  const offsets = rolloutOffsets(layout, level);
  const rewards = of.values;
  const values = new Float64Array(rewards.length);
  const present = of.present.slice();
  let finite = true;
  for (let r = 0; r + 1 < offsets.length; r++) {
    const from = offsets[r] as number;
    let later = end.values[r] as number;
    for (let i = (offsets[r + 1] as number) - 1; i >= from; i--) {
      later = (rewards[i] as number) + gamma * later;
      values[i] = later;
    }
    // Once infinite, a sum never is a number again.
    finite &&= Number.isFinite(later);
  }
  return finite ? { level, values, present } : deriveSignal(level, values, present, []);
}

function accumulate(inputs: readonly Signal[], layout: Layout, settings: RewardToGoOptions): Signal {
  const { level, gamma, lambda } = settings;
  const [of, end] = [inputs[0] as Signal, inputs.at(-1) as Signal];
  const value = lambda < 1 ? inputs[1] : undefined;
  if (value === undefined && isFull(of.present) && isFull(end.present)) return accumulateAll(of, end, layout, settings);
  const offsets = rolloutOffsets(layout, level);
  const out = new Float64Array(of.values.length);
  const present = new Uint8Array(out.length);
  const reasons = new Map<number, Missing>();
  for (let r = 0; r + 1 < offsets.length; r++) {
    const from = offsets[r] as number;
    const to = offsets[r + 1] as number;
    let [later, next] = [end.values[r] as number, end.values[r] as number];
    let cut: Missing | undefined = end.present[r] === 1 ? undefined : missingAt(end, r);
    let blind = cut;
    for (let i = to - 1; i >= from; i--) {
      const reason = reasonOf(of, i, settings, cut, blind);
      if (reason === undefined) {
        later = (of.values[i] as number) + gamma * ((1 - lambda) * next + lambda * later);
        out[i] = later;
        present[i] = 1;
      } else reasons.set(i, reason);
      cut = reason;
      if (value === undefined) continue;
      next = value.values[i] as number;
      blind = value.present[i] === 1 ? undefined : missingAt(value, i);
    }
  }
  return deriveSignal(level, out, present, (i) => reasons.get(i) as Missing);
}

/** Why the return of a place is missing, given why the next return and the next value are. */
function reasonOf(
  of: Signal,
  at: number,
  { gamma, lambda }: RewardToGoOptions,
  cut: Missing | undefined,
  blind: Missing | undefined,
): Missing | undefined {
  if (of.present[at] === 0) return missingAt(of, at);
  if (gamma === 0) return undefined;
  return (lambda < 1 ? blind : undefined) ?? (lambda > 0 ? cut : undefined);
}

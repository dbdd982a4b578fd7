import { z } from "zod";
import { defineCombinator, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, hull, type Interval, missingAt, type Signal } from "../signal/index.ts";
import { combineRows } from "./combine-rows.ts";
import { lengthOf } from "./length-of.ts";

export interface GateOptions {
  /** A rollout passes when `pass` is greater than this. */
  readonly threshold: number;
  /** What a rollout that does not pass earns. */
  readonly floor: number;
  /** Width over which the gate opens; 0 opens it at once. */
  readonly softness: number;
}
type GateInput = { readonly [K in keyof GateOptions]?: GateOptions[K] | undefined };

const options: z.ZodType<GateOptions, GateInput> = z.strictObject({
  threshold: z.number().default(0),
  floor: z.number().default(0),
  softness: z.number().nonnegative().default(0),
});

/**
 * Pays only rollouts that pass the gate; the rest get `floor`.
 *
 *   out_i = of_i  if pass_i > threshold,  floor  otherwise
 *   out_i = p_i · of_i + (1 − p_i) · floor,  p_i = σ((pass_i − threshold) / softness),  with `softness`
 *
 * A closed gate does not look at `of`, so a missing value behind it does no harm. A gate whose
 * condition is missing is missing for the reason of the condition. The same as `gate(pass > threshold,
 * of, floor)` in an expression. A soft gate is never quite closed and is missing where either input is; as
 * `softness` goes to 0 it becomes the hard one, but for p = ½ at the threshold itself.
 *
 * @shape of [R], pass [R] → [R]
 * @unit reward, any → reward
 * @throws RewardError GUERDON_SHAPE when lengths differ
 * @paper 017 §3.1 (floor = 0), 088 eq. 4
 * @paper 170 §Mechanism (a fixed score where there is no valid one)
 * @kind combinator
 * @alias gate
 * @alias gate/condition
 * @alias gateThenScore
 * @alias scoreOrFail = { use: gate, floor: -10 }
 * @alias nonStopPenalty = "gate(stopped > 0, reward, -10)"
 * @alias overrideWhenNegative = "where(base < 0, base, shaped)"
 * @alias conditionalSum = "gate(condition > 0, local + outcome, local)"
 * @alias verifiedOnly = "gate(verified > 0, 10)"
 * @alias saturate = "min(of, limit)"
 * @alias hierarchy = "gate(format > 0, outcome + gate(outcome > 0, -cost))"
 * @alias 193:constraint = "gate(safety >= floor, reward, -1)"
 * @alias consistencyFilter = "gold > 0 and max(judge, best) > 0"
 * @plot { of: 1, threshold: 0.5, floor: -0.5 } over pass 0..1
 * @plot { of: 1, threshold: 0.5, floor: -0.5, softness: 0.05 } over pass 0..1
 *
 * ```ts doctest
 * import { gate } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [of, pass] = [fullSignal("rollout", [2, 5]), fullSignal("rollout", [1, 0])];
 * [...gate({ floor: -1 }).apply([of, pass], flatLayout([2])).values] // => [2, -1]
 * ```
 */
export const gate: TransformFactory<typeof options> = defineCombinator({
  name: "gate",
  version: 1,
  summary: "Pays only rollouts that pass the gate; the rest get `floor`.",
  options,
  build: (settings) => ({
    inputs: [{ name: "of" }, { name: "pass" }],
    range: ([of, pass]) => rangeBehind(settings, of as Interval, pass as Interval),
    trend: (index, [of, pass]) =>
      index === 0
        ? trendInValue(settings, pass as Interval)
        : trendInCondition(settings, of as Interval, pass as Interval),
    apply: ([of, pass]) =>
      settings.softness > 0
        ? openSoftly(settings, of as Signal, pass as Signal)
        : letPass(settings, of as Signal, pass as Signal),
  }),
});

function letPass({ threshold, floor }: GateOptions, of: Signal, pass: Signal): Signal {
  const length = lengthOf([of, pass]);
  const values = new Float64Array(length);
  const present = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    if (pass.present[i] === 0) continue;
    const open = (pass.values[i] as number) > threshold;
    values[i] = open ? (of.values[i] as number) : floor;
    present[i] = open ? (of.present[i] as number) : 1;
  }
  return deriveSignal(of.level, values, present, (i) => missingAt(pass.present[i] === 0 ? pass : of, i));
}

function openSoftly({ threshold, floor, softness }: GateOptions, of: Signal, pass: Signal): Signal {
  return combineRows([of, pass], (row) => {
    const open = 1 / (1 + Math.exp((threshold - (row[1] as number)) / softness));
    return open * (row[0] as number) + (1 - open) * floor;
  });
}

function rangeBehind({ threshold, floor, softness }: GateOptions, of: Interval, pass: Interval): Interval {
  const closed = { min: floor, max: floor };
  if (softness > 0) return hull(of, closed);
  if (pass.max <= threshold) return closed;
  return pass.min > threshold ? of : hull(of, closed);
}

function trendInValue({ threshold, softness }: GateOptions, pass: Interval): Trend {
  return softness === 0 && pass.max <= threshold ? "constant" : "increasing";
}

function trendInCondition({ threshold, floor, softness }: GateOptions, of: Interval, pass: Interval): Trend {
  if (softness === 0 && (pass.max <= threshold || pass.min > threshold)) return "constant";
  if (of.min === floor && of.max === floor) return "constant";
  if (of.min >= floor) return "increasing";
  return of.max <= floor ? "decreasing" : "unknown";
}

import { z } from "zod";
import { defineCombinator, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, hull, type Interval, missingAt, type Signal } from "../signal/index.ts";
import { lengthOf } from "./length-of.ts";
import { perInput } from "./per-input.ts";

export interface FailLadderOptions {
  /** What failing each check earns: one number for all, or one for each. */
  readonly values: number | readonly number[];
  /** A check passes when it is greater than this: one number for all, or one for each. */
  readonly thresholds: number | readonly number[];
}
type FailLadderInput = { readonly [K in keyof FailLadderOptions]?: FailLadderOptions[K] | undefined };

const options: z.ZodType<FailLadderOptions, FailLadderInput> = z.strictObject({
  values: z.union([z.number(), z.array(z.number()).min(1).readonly()]).default(-1),
  thresholds: z.union([z.number(), z.array(z.number()).min(1).readonly()]).default(0),
});

/**
 * Pays a fixed value for the first check that fails, and the reward itself when none does.
 *
 *   out_i = value_k for the first k with pass_{k,i} ≤ threshold_k,  of_i when there is none
 *
 * What comes after a check that fails is not looked at and may be missing; a check that is reached and
 * missing makes the result missing. With one check it is `gate`.
 *
 * @shape of [R], pass K × [R] → [R]
 * @unit reward, any → reward
 * @throws RewardError GUERDON_OPTION when there are not as many values or thresholds as checks
 * @throws RewardError GUERDON_SHAPE when there is no check or lengths differ
 * @paper 093 §Mechanism (−2 no call that can be read, −1 a call that fails, else the quality)
 * @paper 135 §Mechanism (−1 format, 0 wrong, else accuracy and bonus)
 * @kind combinator
 * @alias failLadder = { use: fail-ladder, values: [-2, -1] }
 * @alias gatedTiers = { use: fail-ladder, values: [-1, 0] }
 * @plot { of: 0.7, values: [-2, -1], pass: [1] } over pass -1..1
 *
 * ```ts doctest
 * import { failLadder } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [quality, parsed, ran] = [[0.7, 0, 0], [1, 1, 0], [1, 0, 0]].map((row) => fullSignal("rollout", row));
 * [...failLadder({ values: [-2, -1] }).apply([quality, parsed, ran], flatLayout([3])).values] // => [0.7, -1, -2]
 * ```
 */
export const failLadder: TransformFactory<typeof options> = defineCombinator({
  name: "fail-ladder",
  version: 1,
  summary: "Pays a fixed value for the first check that fails, and the reward itself when none does.",
  options,
  build: (settings) => ({
    inputs: [{ name: "of" }, { name: "pass", many: true }],
    range: (inputs) => hull(...outcomes(inputs, checksOf(settings, inputs.length - 1))),
    trend: (index, inputs) => trendIn(index, inputs, checksOf(settings, inputs.length - 1)),
    apply: (inputs) => descend(inputs, checksOf(settings, inputs.length - 1)),
  }),
});

interface Checks {
  readonly values: readonly number[];
  readonly thresholds: readonly number[];
}

function checksOf({ values, thresholds }: FailLadderOptions, count: number): Checks {
  return {
    values: perInput("values", values, count, "checks"),
    thresholds: perInput("thresholds", thresholds, count, "checks"),
  };
}

function descend(inputs: readonly Signal[], { values: worth, thresholds }: Checks): Signal {
  const [of, ...pass] = inputs as readonly [Signal, ...Signal[]];
  lengthOf(pass);
  const length = lengthOf(inputs);
  const values = new Float64Array(length);
  const present = new Uint8Array(length);
  const firstStop = (i: number): number => {
    let k = 0;
    while (k < pass.length) {
      const check = pass[k] as Signal;
      if (check.present[i] === 0 || (check.values[i] as number) <= (thresholds[k] as number)) return k;
      k++;
    }
    return k;
  };
  for (let i = 0; i < length; i++) {
    const stop = firstStop(i);
    const check = pass[stop];
    present[i] = (check ?? of).present[i] as number;
    values[i] = check === undefined ? (of.values[i] as number) : (worth[stop] as number);
  }
  return deriveSignal(of.level, values, present, (i) => missingAt(pass[firstStop(i)] ?? of, i));
}

/** What can come out, in the order of the checks; the reward itself last. */
function outcomes(inputs: readonly Interval[], { values, thresholds }: Checks): readonly Interval[] {
  const found: Interval[] = [];
  for (let k = 0; k < values.length; k++) {
    const { min, max } = inputs[k + 1] as Interval;
    const [threshold, value] = [thresholds[k] as number, values[k] as number];
    if (min <= threshold) found.push({ min: value, max: value });
    if (max <= threshold) return found;
  }
  return [...found, inputs[0] as Interval];
}

function trendIn(index: number, inputs: readonly Interval[], checks: Checks): Trend {
  const { values, thresholds } = checks;
  const open = (k: number): boolean => (inputs[k + 1] as Interval).max > (thresholds[k] as number);
  if (index === 0) return values.every((_, k) => open(k)) ? "increasing" : "constant";
  const at = index - 1;
  const decided = !open(at) || (inputs[index] as Interval).min > (thresholds[at] as number);
  if (decided || values.slice(0, at).some((_, k) => !open(k))) return "constant";
  const own = values[at] as number;
  const passing: readonly Interval[] = [inputs[0] as Interval, ...inputs.slice(index + 1)];
  const rest = { values: values.slice(index), thresholds: thresholds.slice(index) };
  const { min, max } = hull(...outcomes(passing, rest));
  if (min === own && max === own) return "constant";
  return min >= own ? "increasing" : max <= own ? "decreasing" : "unknown";
}

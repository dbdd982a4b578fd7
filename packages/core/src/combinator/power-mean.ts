import { z } from "zod";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { combineRows, type RowKernel, rangeOfRows } from "./combine-rows.ts";
import { lengthOf } from "./length-of.ts";
import { perInput } from "./per-input.ts";

export interface PowerMeanOptions {
  /** The exponent, or the name of a mean: −∞, −1, 0, 1, ∞. */
  readonly power: number | "min" | "harmonic" | "geometric" | "arithmetic" | "max";
  /** One positive weight for each input, in order; all equal when absent. */
  readonly weights?: readonly number[] | undefined;
  /** Added to every input before the mean is taken. */
  readonly eps: number;
}
type PowerMeanInput = { readonly [K in keyof PowerMeanOptions]?: PowerMeanOptions[K] | undefined };

const options: z.ZodType<PowerMeanOptions, PowerMeanInput> = z.strictObject({
  power: z.union([z.number(), z.enum(["min", "harmonic", "geometric", "arithmetic", "max"])]).default("harmonic"), // 114
  weights: z.array(z.number().positive()).min(1).readonly().optional(),
  eps: z.number().nonnegative().default(0),
});

/**
 * The power mean of the inputs: one dial from their least to their greatest.
 *
 *   out_i = (Σ_k w_k x_{k,i}^p)^(1/p),  x = max(of, 0) + eps,  Σ_k w_k = 1
 *   p = −1 harmonic · p → 0 geometric: Π_k x_k^{w_k} · p = 1 arithmetic · p → ∓∞ min, max
 *
 * Below 1 a weak input pulls the mean down more than a strong one lifts it. The mean is one of sizes:
 * an input below 0 counts as 0, and one 0 makes the mean 0 for p ≤ 0 unless there is an `eps`. A
 * missing input makes the result missing.
 *
 * @shape of K × [R] → [R]
 * @unit any → same
 * @throws RewardError GUERDON_OPTION when there are not as many weights as inputs
 * @throws RewardError GUERDON_SHAPE when there is no input or lengths differ
 * @paper 114 §Pieces (balanced score: harmonic, min or mean)
 * @paper 199 §Mechanism (2BR/(B+R) of two text metrics)
 * @paper 037 §Mechanism (√ of the product of two minima)
 * @kind combinator
 * @alias balanced score = { use: power-mean, power: harmonic, eps: 0.000001 }
 * @alias balancedScore = { use: power-mean, power: harmonic, eps: 0.000001 }
 * @alias harmonicMean = { use: power-mean, power: harmonic }
 * @alias minGeo = "sqrt(min(following, consistency) * min(natural, clean))"
 * @plot { of: [1] } over of 0..1
 * @plot { of: [1], power: geometric } over of 0..1
 * @plot { of: [1], power: min } over of 0..1
 * @plot { of: [1], power: arithmetic } over of 0..1
 *
 * ```ts doctest
 * import { powerMean } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [novel, feasible] = [fullSignal("rollout", [1, 0.5]), fullSignal("rollout", [0, 0.5])];
 * [...powerMean().apply([novel, feasible], flatLayout([2])).values] // => [0, 0.5]
 * ```
 */
export const powerMean: TransformFactory<typeof options> = defineCombinator({
  name: "power-mean",
  version: 1,
  summary: "The power mean of the inputs: one dial from their least to their greatest.",
  options,
  build: (settings) => ({
    inputs: [{ name: "of", many: true }],
    range: (inputs) => rangeOfRows(inputs, kernelOf(settings, inputs.length)),
    trend: (index, inputs) => ((inputs[index] as Interval).max <= 0 ? "constant" : "increasing"),
    apply: (inputs) =>
      exponentOf(settings) === -1 ? harmonic(inputs, settings) : combineRows(inputs, kernelOf(settings, inputs.length)),
  }),
});

/** Values worked on at once, which stay in the cache. */
const BLOCK = 1024;

/**
 * The common case by columns: 1 / Σ_k w_k / x_k.
 *
 * Done again by the general rule: what is too large or too small for that, a size of 0, and what may be equal sizes.
 */
function harmonic(inputs: readonly Signal[], settings: PowerMeanOptions): Signal {
  const values = new Float64Array(lengthOf(inputs));
  const [kernel, shares] = [kernelOf(settings, inputs.length), sharesOf(settings, inputs.length)];
  const row = new Float64Array(inputs.length);
  const first = (inputs[0] as Signal).values;
  const { eps } = settings;
  for (let from = 0; from < values.length; from += BLOCK) {
    const to = Math.min(values.length, from + BLOCK);
    for (let k = 0; k < row.length; k += 2) addInverses(values, inputs, { k, from, to, shares, eps });
    for (let i = from; i < to; i++) {
      const sum = values[i] as number;
      const mean = 1 / sum;
      values[i] = mean;
      const apart = Math.abs(mean - (first[i] as number) - eps) > 1e-12 * mean;
      if (apart && sum > 1e-300 && sum < 1e300) continue;
      for (let k = 0; k < row.length; k++) row[k] = (inputs[k] as Signal).values[i] as number;
      values[i] = kernel(row);
    }
  }
  return deriveSignal((inputs[0] as Signal).level, values, jointPresent(inputs), inputs);
}

interface Slice {
  readonly k: number;
  readonly from: number;
  readonly to: number;
  readonly shares: Float64Array;
  readonly eps: number;
}

/** Adds the shares of two inputs over their sizes, or that of the last one alone. */
function addInverses(sums: Float64Array, inputs: readonly Signal[], { k, from, to, shares, eps }: Slice): void {
  const a = (inputs[k] as Signal).values;
  const b = inputs[k + 1]?.values ?? a;
  const [u, v] = [shares[k] as number, shares[k + 1] ?? 0];
  for (let i = from; i < to; i++) {
    const one = Math.max(a[i] as number, 0) + eps;
    const other = Math.max(b[i] as number, 0) + eps;
    sums[i] = (sums[i] as number) + u / one + v / other;
  }
}

const POWERS = {
  min: Number.NEGATIVE_INFINITY,
  harmonic: -1,
  geometric: 0,
  arithmetic: 1,
  max: Number.POSITIVE_INFINITY,
} as const;

function exponentOf({ power }: PowerMeanOptions): number {
  return typeof power === "number" ? power : POWERS[power];
}

/** [K] weights that add up to 1. */
function sharesOf({ weights }: PowerMeanOptions, count: number): Float64Array {
  const raw = perInput("weights", weights ?? 1, count);
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return Float64Array.from(raw, (weight) => weight / total);
}

function kernelOf(settings: PowerMeanOptions, count: number): RowKernel {
  const { eps } = settings;
  const shares = sharesOf(settings, count);
  const p = exponentOf(settings);
  const mean = meanWith(p, shares);
  return (row) => {
    let [least, most] = [Number.POSITIVE_INFINITY, 0];
    for (let k = 0; k < count; k++) {
      const size = Math.max(0, row[k] as number) + eps;
      row[k] = size;
      if (size < least) least = size;
      if (size > most) most = size;
    }
    if (least === most || p === Number.NEGATIVE_INFINITY) return least;
    if (p === Number.POSITIVE_INFINITY) return most;
    return p <= 0 && least === 0 ? 0 : mean(row, least, most);
  };
}

/** The mean of sizes that differ; `row` is relative to the one that dominates, so no power overflows. */
function meanWith(p: number, shares: Float64Array): (row: Float64Array, least: number, most: number) => number {
  if (p === 0) {
    return (row) => {
      let logs = 0;
      for (let k = 0; k < shares.length; k++) logs += (shares[k] as number) * Math.log(row[k] as number);
      return Math.exp(logs);
    };
  }
  return (row, least, most) => {
    const unit = p > 0 ? most : least;
    if (unit === Number.POSITIVE_INFINITY) return unit;
    let sum = 0;
    for (let k = 0; k < shares.length; k++) {
      const size = (row[k] as number) / unit;
      sum += (shares[k] as number) * (p === 1 ? size : size ** p);
    }
    return unit * (p === 1 ? sum : sum ** (1 / p));
  };
}

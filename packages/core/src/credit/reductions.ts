import { exp } from "../internal/exp.ts";
import type { Interval } from "../signal/index.ts";

export type ReductionName =
  | "mean"
  | "sum"
  | "min"
  | "max"
  | "first"
  | "last"
  | "product"
  | "geometric-mean"
  | "mean-logit"
  | "mean-odds"
  | "quantile";

/** One way to make a number of several. */
export interface Reduction {
  /** Of `values[from] … values[to − 1]`, at least one; `q` is the quantile asked for. */
  of(values: Float64Array, from: number, to: number, q: number): number;
  /** Hull of the results for values in an interval. */
  range(values: Interval): Interval;
  /** Whether a larger value can never make the result smaller. */
  increasing(values: Interval): boolean;
}

// 067 §Pitfalls: probabilities are kept away from 0 and 1
const NEAR = 1e-6;
const INFINITY = Number.POSITIVE_INFINITY;
const same = (values: Interval): Interval => values;
const always = (): boolean => true;

/** The ways to reduce the steps of a rollout to one number. */
export const REDUCTIONS: { readonly [name in ReductionName]: Reduction } = {
  mean: { of: mean, range: same, increasing: always },
  sum: {
    of: sum,
    range: ({ min, max }) => ({ min: min < 0 ? -INFINITY : min, max: max > 0 ? INFINITY : max }),
    increasing: always,
  },
  min: {
    of: (values, from, to) => {
      let least = INFINITY;
      for (let i = from; i < to; i++) least = Math.min(least, values[i] as number);
      return least;
    },
    range: same,
    increasing: always,
  },
  max: {
    of: (values, from, to) => {
      let most = -INFINITY;
      for (let i = from; i < to; i++) most = Math.max(most, values[i] as number);
      return most;
    },
    range: same,
    increasing: always,
  },
  first: { of: (values, from) => values[from] as number, range: same, increasing: always },
  last: { of: (values, _, to) => values[to - 1] as number, range: same, increasing: always },
  product: {
    of: (values, from, to) => {
      let product = 1;
      for (let i = from; i < to; i++) product *= values[i] as number;
      return product;
    },
    range: rangeOfProduct,
    increasing: ({ min }) => min >= 0,
  },
  "geometric-mean": {
    of: (values, from, to) => exp(sumOf(values, from, to, logarithm) / (to - from)),
    range: ({ min, max }) => ({ min: Math.max(0, min), max: Math.max(0, max) }),
    increasing: always,
  },
  "mean-logit": {
    of: (values, from, to) => 1 / (1 + exp(-sumOf(values, from, to, logit) / (to - from))),
    range: ({ min, max }) => ({ min: inside(min), max: inside(max) }),
    increasing: always,
  },
  "mean-odds": {
    of: (values, from, to) => Math.max(0, sumOf(values, from, to, odds) / (to - from)),
    range: ({ min, max }) => ({ min: odds(Math.max(0, min)), max: odds(Math.max(0, max)) }),
    increasing: always,
  },
  quantile: { of: quantile, range: same, increasing: always },
};

function sumOf(values: Float64Array, from: number, to: number, of: (value: number) => number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += of(values[i] as number);
  return total;
}

/** In two sums, which a processor adds up at the same time. */
function sum(values: Float64Array, from: number, to: number): number {
  let even = 0;
  let odd = 0;
  let i = from;
  for (; i + 1 < to; i += 2) {
    even += values[i] as number;
    odd += values[i + 1] as number;
  }
  if (i < to) even += values[i] as number;
  return even + odd;
}

/** Exact where all values are equal. */
function mean(values: Float64Array, from: number, to: number): number {
  const first = values[from] as number;
  let same = from + 1;
  while (same < to && values[same] === first) same++;
  return same === to ? first : sum(values, from, to) / (to - from);
}

function logarithm(value: number): number {
  return value > 0 ? Math.log(value) : -INFINITY;
}

function inside(probability: number): number {
  return Math.min(1 - NEAR, Math.max(NEAR, probability));
}

function logit(probability: number): number {
  const p = inside(probability);
  return Math.log(p / (1 - p));
}

function odds(probability: number): number {
  const p = Math.min(1 - NEAR, probability);
  return p / (1 - p);
}

/** Sorts its part of the column. */
function quantile(values: Float64Array, from: number, to: number, q: number): number {
  const sorted = values.subarray(from, to).sort();
  const at = q * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number];
  return low + (high - low) * (at - Math.floor(at));
}

function rangeOfProduct({ min, max }: Interval): Interval {
  if (min >= 0) return { min: min >= 1 ? min : 0, max: max > 1 ? INFINITY : max };
  const largest = Math.max(-min, max);
  return largest > 1 ? { min: -INFINITY, max: INFINITY } : { min: -largest, max: largest };
}

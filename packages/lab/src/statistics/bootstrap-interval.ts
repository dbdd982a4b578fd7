import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";

export interface BootstrapOptions {
  readonly statistic?: "mean" | "median";
  /** Share of the intervals that cover the truth. */
  readonly level?: number;
  readonly resamples?: number;
  readonly seed?: number;
}

export interface BootstrapInterval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/**
 * An interval for the mean or median of a sample, by resampling it (percentile method).
 *
 *   low, high = quantiles (1 − level)/2 and (1 + level)/2 of the statistic over resamples with replacement
 *
 * With few values it is too narrow: five normal values cover the mean in 82 % of the samples instead of 95 %.
 *
 * @shape values [N] → one interval; one value gives an interval of length 0
 * @throws RewardError GUERDON_SHAPE when there is no value
 * @paper Efron 1979
 *
 * ```ts doctest
 * import { bootstrapInterval } from "@guerdon/lab/statistics";
 * bootstrapInterval([2, 2, 2]) // => { estimate: 2, low: 2, high: 2 }
 * ```
 */
export function bootstrapInterval(
  values: ArrayLike<number>,
  { statistic = "mean", level = 0.95, resamples = 10_000, seed = 0 }: BootstrapOptions = {},
): BootstrapInterval {
  const n = values.length;
  if (n === 0) {
    throw new RewardError("GUERDON_SHAPE", "Expected `values` to have a value, got none.", { details: { values: 0 } });
  }
  const of = statistic === "mean" ? meanOf : medianOf;
  const key = streamKey(seed, "bootstrap-interval");
  const drawn = new Float64Array(n);
  const results = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    for (let i = 0; i < n; i++) drawn[i] = values[Math.floor(uniformAt(key, b * n + i) * n)] as number;
    results[b] = of(drawn);
  }
  results.sort();
  const tail = (1 - level) / 2;
  return {
    estimate: of(Float64Array.from(values)),
    low: sortedQuantile(results, tail),
    high: sortedQuantile(results, 1 - tail),
  };
}

/** Arithmetic mean. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}

/** Middle value, or the mean of the two in the middle. */
export function medianOf(values: ArrayLike<number>): number {
  return sortedQuantile(Float64Array.from(values).sort(), 0.5);
}

/** Quantile of sorted values, linear between neighbours. */
function sortedQuantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const [low, high] = [sorted[below] as number, sorted[Math.min(below + 1, sorted.length - 1)] as number];
  return low + (at - below) * (high - low);
}

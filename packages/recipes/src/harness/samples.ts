import { RewardError } from "@guerdon/core/error";
import { bootstrapInterval, meanOf, medianOf, permutationTest } from "@guerdon/lab/statistics";

/** Values of a metric at updates; a number that was measured once is a series of one. */
export interface Series {
  readonly updates: readonly number[];
  readonly values: readonly number[];
}

/** What one run measured. */
export type Measures = { readonly [metric: string]: Series };

/** Which part of a run counts: at one update, or the mean over some. Default: the mean of the last tenth. */
export type Span = { readonly at: number } | { readonly from?: number; readonly to?: number };

/** A difference of two arms over paired seeds. */
export interface Difference {
  readonly mean: number;
  /** 95 % interval of the mean, by bootstrap over seeds. */
  readonly low: number;
  readonly high: number;
  /** Chance of so great a mean if the arms were alike: paired permutation test, one-sided. */
  readonly pValue: number;
  /** Seeds in which the first arm is above the second. */
  readonly wins: number;
  readonly seeds: number;
}

/** A number that a claim looked at. */
export interface Reading {
  /** `mean of correct, laser-8` */
  readonly what: string;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly pValue?: number;
}

/** The numbers of a study as claims read them. Asking for an arm that has failed throws: the claim is unmeasured. */
export interface Samples {
  /** One value a seed, seeds in order. */
  values(arm: string, metric: string, span?: Span): readonly number[];
  mean(arm: string, metric: string, span?: Span): number;
  median(arm: string, metric: string, span?: Span): number;
  /** The first arm less the second, by seed. */
  difference(arm: string, other: string, metric: string, span?: Span): Difference;
  /** The whole curve of each seed. */
  curves(arm: string, metric: string): readonly Series[];
}

/** Runs of an arm, by seed; absent where one has failed. */
export type ArmRuns = { readonly [arm: string]: readonly (Measures | undefined)[] };

const LAST_SHARE = 0.1;
const RESAMPLES = 2000;

/**
 * Samples of a study that write down what is read of them.
 *
 * @param swap - arms whose place others take
 */
export function createSamples(
  runs: ArmRuns,
  swap: { readonly [arm: string]: string } = {},
): { readonly samples: Samples; readonly readings: readonly Reading[] } {
  const readings: Reading[] = [];
  const curves: Samples["curves"] = (arm, metric) => {
    const own = swap[arm] ?? arm;
    return (runs[own] ?? []).map((measures, seed) => measures?.[metric] ?? missing(own, metric, seed));
  };
  const values: Samples["values"] = (arm, metric, span) => {
    const found = curves(arm, metric).map((series) => valueIn(series, span));
    return found.length > 0 ? found : missing(arm, metric, 0);
  };
  const read = (reading: Reading): void => {
    if (!readings.some(({ what }) => what === reading.what)) readings.push(reading);
  };
  const named = (statistic: string, arms: string, metric: string, span?: Span): string =>
    `${statistic} of ${metric}${spanText(span)}, ${arms}`;
  const summary =
    (statistic: "mean" | "median") =>
    (arm: string, metric: string, span?: Span): number => {
      const own = values(arm, metric, span);
      const { low, high } = bootstrapInterval(own, { statistic, resamples: RESAMPLES });
      const value = statistic === "mean" ? meanOf(own) : medianOf(own);
      read({ what: named(statistic, swap[arm] ?? arm, metric, span), value, low, high });
      return value;
    };
  const difference: Samples["difference"] = (arm, other, metric, span) => {
    const found = differenceOf(values(arm, metric, span), values(other, metric, span));
    const { mean, low, high, pValue } = found;
    const arms = `${swap[arm] ?? arm} less ${swap[other] ?? other}`;
    read({ what: named("mean", arms, metric, span), value: mean, low, high, pValue });
    return found;
  };
  return { samples: { values, mean: summary("mean"), median: summary("median"), difference, curves }, readings };
}

/** One number of a series. */
export function valueIn({ updates, values }: Series, span?: Span): number {
  if (span === undefined) return meanOf(values.slice(-Math.max(1, Math.floor(values.length * LAST_SHARE))));
  if ("at" in span) {
    const index = updates.findLastIndex((update) => update <= span.at);
    return values[Math.max(0, index)] as number;
  }
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = span;
  return meanOf(values.filter((_, i) => (updates[i] as number) >= from && (updates[i] as number) <= to));
}

function differenceOf(first: readonly number[], second: readonly number[]): Difference {
  const differences = first.map((value, i) => value - (second[i] as number));
  const { estimate, low, high } = bootstrapInterval(differences, { resamples: RESAMPLES });
  const { pValue } = permutationTest(first, second, { paired: true, alternative: "greater" });
  const wins = differences.filter((value) => value > 0).length;
  return { mean: estimate, low, high, pValue, wins, seeds: first.length };
}

function spanText(span?: Span): string {
  if (span === undefined) return "";
  if ("at" in span) return ` at ${span.at}`;
  const { from, to } = span;
  return from === undefined ? ` up to ${to}` : to === undefined ? ` from ${from}` : ` from ${from} to ${to}`;
}

function missing(arm: string, metric: string, seed: number): never {
  throw new RewardError("GUERDON_RECIPE", `Expected \`${metric}\` of arm \`${arm}\`, seed ${seed}, got no number.`, {
    hint: "The run failed, or the study does not keep the metric.",
    details: { arm, metric, seed },
  });
}

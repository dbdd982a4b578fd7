import type { Series } from "./samples.ts";

/** Mean, least and greatest seed of a metric at some updates. */
export interface ThinCurve {
  readonly updates: readonly number[];
  readonly mean: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

const POINTS = 50;
const DIGITS = 4;

/**
 * The curve of an arm in at most 50 points: means of equal stretches of each seed, each at its last update.
 *
 * @param series - one a seed, of the same updates; the shortest decides
 */
export function thinCurve(series: readonly Series[]): ThinCurve {
  const length = Math.min(...series.map(({ values }) => values.length));
  const stretch = Math.max(1, Math.ceil(length / POINTS));
  const ends = Array.from({ length: Math.ceil(length / stretch) }, (_, i) => Math.min(length, (i + 1) * stretch));
  const points = ends.map((end, i) =>
    series.map(({ values }) => {
      const part = values.slice(i * stretch, end);
      return part.reduce((sum, value) => sum + value, 0) / part.length;
    }),
  );
  const short = (value: number): number => Number(value.toPrecision(DIGITS));
  return {
    updates: ends.map((end) => series[0]?.updates[end - 1] as number),
    mean: points.map((values) => short(values.reduce((sum, value) => sum + value, 0) / values.length)),
    low: points.map((values) => short(Math.min(...values))),
    high: points.map((values) => short(Math.max(...values))),
  };
}

import type { HistogramData } from "./histogram.ts";

/** One bar of a chart. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** The one value the bar stands for, where it stands for one. */
  readonly value?: number;
}

const MAX_BARS = 40;
const FILL = 0.75;
/** A bar of a distinct value is at least this share of the chart wide. */
const LEAST_SHARE = 1 / 90;

/** The bars that show a histogram: one a distinct value, or neighbouring bins merged until at most 40 are left. */
export function barsOf(histogram: HistogramData): readonly Bar[] {
  return "values" in histogram ? valueBars(histogram.values, histogram.counts) : binBars(histogram);
}

function valueBars(values: readonly number[], counts: readonly number[]): readonly Bar[] {
  const extent = (values.at(-1) ?? 0) - (values[0] ?? 0);
  const gaps = values.slice(1).map((value, index) => value - (values[index] as number));
  const width = extent === 0 ? 1 : Math.max(Math.min(...gaps) * FILL, extent * LEAST_SHARE);
  return values.map((value, index) => ({
    from: value - width / 2,
    to: value + width / 2,
    count: counts[index] as number,
    value,
  }));
}

/** Merges an even number of bins from an aligned edge, so bars keep round edges. */
function binBars({ edges, counts }: { edges: readonly number[]; counts: readonly number[] }): readonly Bar[] {
  const width = (edges[1] as number) - (edges[0] as number);
  let step = 1;
  while (counts.length / step > MAX_BARS) step *= 2;
  const wide = width * step;
  const first = Math.floor((edges[0] as number) / wide);
  const last = Math.ceil((edges.at(-1) as number) / wide) - 1;
  const sums = new Array<number>(last - first + 1).fill(0);
  counts.forEach((count, index) => {
    const bar = Math.floor((edges[index] as number) / wide) - first;
    sums[bar] = (sums[bar] as number) + count;
  });
  return sums.map((count, index) => ({ from: (first + index) * wide, to: (first + index + 1) * wide, count }));
}

import type { Layout, Signal } from "@guerdon/core/signal";
import { END } from "./experience.ts";

/**
 * The mean of a signal over the episodes that ended, or over all where none did; values of steps are summed.
 *
 * @param ends - [N·T] how each step ended
 *
 * ```ts doctest
 * import { episodeLayout, meanOverEpisodes } from "@guerdon/lab/trainer";
 * const ends = Uint8Array.of(0, 1, 0, 0);
 * const layout = episodeLayout({ count: 1, steps: 4, ends });
 * const signal = { level: "step", values: Float64Array.of(1, 2, 9, 9), present: new Uint8Array(4).fill(1) };
 * meanOverEpisodes(ends, layout, signal) // => 3
 * ```
 */
export function meanOverEpisodes(ends: Uint8Array, { stepOffsets }: Layout, { level, values }: Signal): number {
  const [all, whole] = [
    { sum: 0, count: 0 },
    { sum: 0, count: 0 },
  ];
  for (let r = 0; r + 1 < stepOffsets.length; r++) {
    const [from, to] = [stepOffsets[r] as number, stepOffsets[r + 1] as number];
    let value = level === "step" ? 0 : (values[r] as number);
    if (level === "step") for (let t = from; t < to; t++) value += values[t] as number;
    for (const tally of ends[to - 1] === END.none ? [all] : [all, whole]) {
      tally.sum += value;
      tally.count++;
    }
  }
  const { sum, count } = whole.count > 0 ? whole : all;
  return sum / count;
}

import type { Metrics } from "../experiment/run.ts";

/** Episodes whose mean return is reported, as in the benchmarks of the field. */
export const WINDOW = 100;

/** Means of `return` and `length` over the last episodes; nothing before the first has ended. */
export function recentEpisodes(episodes: number, recentReturns: Float64Array, recentLengths: Float64Array): Metrics {
  if (episodes === 0) return {};
  const known = Math.min(episodes, WINDOW);
  let [value, length] = [0, 0];
  for (let i = 0; i < known; i++) {
    value += recentReturns[i] as number;
    length += recentLengths[i] as number;
  }
  return { return: value / known, length: length / known };
}

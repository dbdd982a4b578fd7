/**
 * A value put from its range to 0 … 1: as it is where the range lies within, by its ends where they are finite, else
 * cut off at 0 and 1.
 *
 * ```ts doctest
 * import { unitScore } from "@guerdon/server/adapter";
 * [unitScore(0.5, { min: 0, max: 1 }), unitScore(0, { min: -1, max: 3 }), unitScore(7, { min: 0, max: Infinity })] // => [0.5, 0.25, 1]
 * ```
 */
export function unitScore(value: number, { min, max }: { readonly min: number; readonly max: number }): number {
  const within = min >= 0 && max <= 1;
  const bounded = Number.isFinite(min) && Number.isFinite(max) && max > min;
  const scaled = within || !bounded ? value : (value - min) / (max - min);
  return Math.min(1, Math.max(0, scaled));
}

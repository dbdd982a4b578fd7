import { type Overlap, overlapOf } from "./rouge-score.ts";

/**
 * Overlap of two lists of tokens, each token counted as often as both have it, in any order.
 *
 * ```ts doctest
 * import { bagOverlap } from "@guerdon/verify/similarity";
 * bagOverlap(["big", "red", "dog"], ["red", "dog"]).f1 // => 0.8
 * ```
 */
export function bagOverlap(candidate: readonly string[], gold: readonly string[]): Overlap {
  const counts = new Map<string, number>();
  for (const token of gold) counts.set(token, (counts.get(token) ?? 0) + 1);
  let common = 0;
  for (const token of candidate) {
    const left = counts.get(token) ?? 0;
    if (left === 0) continue;
    counts.set(token, left - 1);
    common++;
  }
  return overlapOf(common, candidate.length, gold.length);
}

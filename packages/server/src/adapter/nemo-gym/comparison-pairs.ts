/** Which responses are compared: each with the next, or all with all. */
export type Strategy = "circular" | "all_pairs";

export type Pair = readonly [number, number];

/** What a comparison says: a score of each, 1 to 5, and a ranking from 1 (the first is much better) to 6. */
export interface Verdict {
  readonly score_1: number;
  readonly score_2: number;
  readonly ranking: number;
}

export const MIDPOINT = 3.5;

/**
 * The pairs of N responses.
 *
 * ```ts
 * comparisonPairs("circular", 3) // [[0, 1], [1, 2], [2, 0]]
 * comparisonPairs("all_pairs", 3) // [[0, 1], [0, 2], [1, 2]]
 * ```
 */
export function comparisonPairs(strategy: Strategy, count: number): readonly Pair[] {
  const indices = Array.from({ length: count }, (_, i) => i);
  if (strategy === "circular") return indices.map((i) => [i, (i + 1) % count]);
  return indices.flatMap((i) => indices.slice(i + 1).map((j): Pair => [i, j]));
}

/**
 * Mean score of each response over its comparisons; scores that tie are parted by the ranking.
 *
 *   score_1 = score_2:  score_1 += 3.5 − ranking, score_2 −= 3.5 − ranking
 *
 * @returns undefined for a response that no comparison speaks of
 */
export function aggregateVerdicts(
  count: number,
  pairs: readonly Pair[],
  verdicts: readonly (Verdict | undefined)[],
): readonly (number | undefined)[] {
  const sums = new Float64Array(count);
  const counts = new Float64Array(count);
  pairs.forEach(([i, j], k) => {
    const verdict = verdicts[k];
    if (verdict === undefined) return;
    const shift = verdict.score_1 === verdict.score_2 ? MIDPOINT - verdict.ranking : 0;
    sums[i] = (sums[i] as number) + verdict.score_1 + shift;
    sums[j] = (sums[j] as number) + verdict.score_2 - shift;
    counts[i] = (counts[i] as number) + 1;
    counts[j] = (counts[j] as number) + 1;
  });
  return Array.from(sums, (sum, i) => ((counts[i] as number) > 0 ? sum / (counts[i] as number) : undefined));
}

/** Mean and standard deviation of all scores given, and the share of comparisons that the ranking decided. */
export function verdictMetrics(verdicts: readonly Verdict[]): { [name: string]: number } {
  if (verdicts.length === 0) return {};
  const scores = verdicts.flatMap(({ score_1, score_2 }) => [score_1, score_2]);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  const ties = verdicts.filter(({ score_1, score_2 }) => score_1 === score_2).length;
  return {
    mean_individual_score: mean,
    std_individual_score: Math.sqrt(squares / scores.length),
    tiebreak_usage_rate: ties / verdicts.length,
  };
}

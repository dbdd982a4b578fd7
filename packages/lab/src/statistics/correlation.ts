import { RewardError } from "@guerdon/core/error";
import { meanOf } from "./bootstrap-interval.ts";

/** Pearson: of the values; Spearman: of their ranks; Kendall: pairs in the same order less pairs in the other (τ-b). */
export type CorrelationKind = "pearson" | "spearman" | "kendall";

/**
 * How far two columns go together.
 *
 *   pearson   Σ (a − ā)(b − b̄) / √(Σ (a − ā)²·Σ (b − b̄)²)
 *   spearman  the same of ranks, equal values sharing the mean of theirs
 *   kendall   Σ_{i<j} sign(a_i − a_j)·sign(b_i − b_j) / √(pairs untied in a · pairs untied in b)
 *
 * A column that does not vary goes with nothing: 0.
 *
 * @shape [N], [N] → in [−1, 1]
 * @throws RewardError GUERDON_SHAPE when lengths differ or are below 2
 *
 * ```ts doctest
 * import { correlation } from "@guerdon/lab/statistics";
 * [correlation([1, 2, 3], [2, 4, 9], "spearman"), correlation([1, 2, 3], [1, 3, 2], "kendall")] // => [1, 0.3333333333333333]
 * ```
 */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>, kind: CorrelationKind = "pearson"): number {
  if (a.length !== b.length || a.length < 2) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected two columns of one length, at least 2, got ${a.length} and ${b.length}.`,
    );
  }
  if (kind === "kendall") return concordance(a, b);
  return kind === "spearman" ? alignment(ranksOf(a), ranksOf(b)) : alignment(a, b);
}

function alignment(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [both, first, second] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] as number) - meanA, (b[i] as number) - meanB];
    both += x * y;
    first += x * x;
    second += y * y;
  }
  return first > 0 && second > 0 ? Math.max(-1, Math.min(1, both / Math.sqrt(first * second))) : 0;
}

/** Ranks from 0; equal values share the mean of theirs. */
function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, i) => i).sort((i, j) => (values[i] as number) - (values[j] as number));
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++;
    for (let k = from; k < to; k++) ranks[order[k] as number] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}

function concordance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [both, first, second] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const x = Math.sign((a[i] as number) - (a[j] as number));
      const y = Math.sign((b[i] as number) - (b[j] as number));
      both += x * y;
      first += x * x;
      second += y * y;
    }
  }
  return first > 0 && second > 0 ? both / Math.sqrt(first * second) : 0;
}

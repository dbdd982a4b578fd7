import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";

export interface OrderViolationsOptions {
  /** Pairs drawn. Default 10,000. */
  readonly pairs?: number;
  readonly seed?: number;
}

/**
 * How often a score orders two samples otherwise than a list of what counts, first things first.
 *
 * Two samples are drawn at random. The first column in which they differ says which is better; it is a violation where
 * the score of the better one is not greater. Pairs that differ in no column count for nothing.
 *
 * @param scores - [N]
 * @param columns - [N] each, what counts most first
 * @shape [N], columns [N] → pairs that violate the order
 * @throws RewardError GUERDON_SHAPE when lengths differ or are 0
 * @paper 031 §Mechanism, Theory (a)
 *
 * ```ts doctest
 * import { orderViolations } from "@guerdon/lab/statistics";
 * orderViolations([1, 2, 3], [[0, 0, 1]]) // => 0
 * ```
 */
export function orderViolations(
  scores: ArrayLike<number>,
  columns: readonly ArrayLike<number>[],
  { pairs = 10_000, seed = 0 }: OrderViolationsOptions = {},
): number {
  const size = scores.length;
  if (size === 0 || columns.some(({ length }) => length !== size)) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected \`scores\` and each column to have as many values, at least one, got ${size} and ${columns.map(({ length }) => length).join(", ")}.`,
    );
  }
  const key = streamKey(seed, "order violations");
  let violations = 0;
  for (let k = 0; k < pairs; k++) {
    const one = Math.floor(uniformAt(key, 2 * k) * size);
    const other = Math.floor(uniformAt(key, 2 * k + 1) * size);
    const deciding = columns.find((column) => column[one] !== column[other]);
    if (deciding === undefined) continue;
    const wanted = Math.sign((deciding[one] as number) - (deciding[other] as number));
    if (Math.sign((scores[one] as number) - (scores[other] as number)) !== wanted) violations += 1;
  }
  return violations;
}

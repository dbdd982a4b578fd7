import { RewardError } from "@guerdon/core/error";

/**
 * Pearson's correlation; undefined where one side does not vary.
 *
 * @throws RewardError GUERDON_SHAPE when lengths differ
 *
 * ```ts doctest
 * import { pearsonCorrelation } from "@guerdon/verify/ranking";
 * pearsonCorrelation([1, 2, 3], [2, 4, 6]) // => 1
 * ```
 */
export function pearsonCorrelation(a: readonly number[], b: readonly number[]): number | undefined {
  requireSame(a, b);
  const meanA = a.reduce((sum, x) => sum + x / a.length, 0);
  const meanB = b.reduce((sum, x) => sum + x / b.length, 0);
  let both = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = (a[i] as number) - meanA;
    const y = (b[i] as number) - meanB;
    both += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  if (isConstant(a) || isConstant(b)) return undefined;
  const product = squaresA * squaresB;
  const whole = product > 1e-300 && product < 1e300;
  const value = both / (whole ? Math.sqrt(product) : Math.sqrt(squaresA) * Math.sqrt(squaresB));
  return Number.isFinite(value) ? Math.max(-1, Math.min(1, value)) : undefined;
}

/**
 * Spearman's correlation: Pearson's of the ranks, equal values sharing their mean rank.
 *
 * @throws RewardError GUERDON_SHAPE when lengths differ
 *
 * ```ts doctest
 * import { spearmanCorrelation } from "@guerdon/verify/ranking";
 * spearmanCorrelation([1, 2, 3, 4], [1, 3, 2, 4]) // => 0.8
 * ```
 */
export function spearmanCorrelation(a: readonly number[], b: readonly number[]): number | undefined {
  requireSame(a, b);
  return pearsonCorrelation(meanRanks(a), meanRanks(b));
}

/** Pairs of two lists by whether they order them alike. */
export interface PairOrder {
  readonly concordant: number;
  readonly discordant: number;
  /** Pairs equal in the first list, in the second, and in both. */
  readonly tiedA: number;
  readonly tiedB: number;
  readonly tiedBoth: number;
}

/**
 * Kendall's τ-b, or τ-a when ties count as neither (068): in O(n log n).
 *
 *   τ_b = (C − D) / √((n₀ − t_a)(n₀ − t_b)),  τ_a = (C − D) / n₀,  n₀ = n (n − 1) / 2
 *
 * Undefined where one side does not vary (τ-b) or there is no pair.
 *
 * @throws RewardError GUERDON_SHAPE when lengths differ
 * @paper 068 (τ-a)
 *
 * ```ts doctest
 * import { kendallTau } from "@guerdon/verify/ranking";
 * kendallTau([1, 2, 3, 4], [1, 3, 2, 4]) // => 0.6666666666666666
 * ```
 */
export function kendallTau(a: readonly number[], b: readonly number[], variant: "a" | "b" = "b"): number | undefined {
  const { concordant, discordant, tiedA, tiedB } = orderPairs(a, b);
  const pairs = (a.length * (a.length - 1)) / 2;
  if (variant === "a") return pairs === 0 ? undefined : (concordant - discordant) / pairs;
  if (tiedA === pairs || tiedB === pairs) return undefined;
  const value = (concordant - discordant) / Math.sqrt((pairs - tiedA) * (pairs - tiedB));
  return Math.max(-1, Math.min(1, value));
}

/**
 * Counts pairs by Knight's method: sort by one list, count exchanges of the other.
 *
 * @throws RewardError GUERDON_SHAPE when lengths differ
 */
export function orderPairs(a: readonly number[], b: readonly number[]): PairOrder {
  requireSame(a, b);
  const order = Array.from(a, (_, i) => i).sort(
    (i, j) => (a[i] as number) - (a[j] as number) || (b[i] as number) - (b[j] as number),
  );
  const second = Float64Array.from(order, (i) => b[i] as number);
  const first = Float64Array.from(order, (i) => a[i] as number);
  let tiedA = 0;
  let tiedBoth = 0;
  for (let i = 1, runA = 0, runBoth = 0; i < order.length; i++) {
    runA = first[i] === first[i - 1] ? runA + 1 : 0;
    runBoth = runA > 0 && second[i] === second[i - 1] ? runBoth + 1 : 0;
    tiedA += runA;
    tiedBoth += runBoth;
  }
  const discordant = countExchanges(second);
  let tiedB = 0;
  for (let i = 1, run = 0; i < second.length; i++) {
    run = second[i] === second[i - 1] ? run + 1 : 0;
    tiedB += run;
  }
  const pairs = (a.length * (a.length - 1)) / 2;
  return { concordant: pairs - tiedA - tiedB + tiedBoth - discordant, discordant, tiedA, tiedB, tiedBoth };
}

/** Sorts in place by merging; how many pairs stood in falling order. */
function countExchanges(values: Float64Array): number {
  const spare = new Float64Array(values.length);
  let exchanges = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let from = 0; from < values.length; from += 2 * width) {
      const middle = Math.min(from + width, values.length);
      const to = Math.min(from + 2 * width, values.length);
      for (let i = from, j = middle, k = from; k < to; k++) {
        if (j >= to || (i < middle && (values[i] as number) <= (values[j] as number))) spare[k] = values[i++] as number;
        else {
          exchanges += middle - i;
          spare[k] = values[j++] as number;
        }
      }
    }
    values.set(spare);
  }
  return exchanges;
}

/** [n] ranks from 1; equal values share the mean of their ranks. */
export function meanRanks(values: readonly number[]): readonly number[] {
  const order = Array.from(values, (_, i) => i).sort((i, j) => (values[i] as number) - (values[j] as number));
  const ranks = new Array<number>(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++;
    for (let k = from; k < to; k++) ranks[order[k] as number] = (from + 1 + to) / 2;
  }
  return ranks;
}

function isConstant(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}

function requireSame(a: readonly number[], b: readonly number[]): void {
  if (a.length === b.length) return;
  throw new RewardError("GUERDON_SHAPE", `Expected two lists of one length, got ${a.length} and ${b.length}.`, {
    hint: "Give one value of each list for the same thing.",
    details: { a: a.length, b: b.length },
  });
}

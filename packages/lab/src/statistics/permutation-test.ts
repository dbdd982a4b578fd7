import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";

export interface PermutationOptions {
  /** The i-th values of both arms share a seed: signs of differences are flipped instead of labels exchanged. */
  readonly paired?: boolean;
  /** What the test is for: the treatment is greater, less, or merely different. */
  readonly alternative?: "greater" | "less" | "different";
  /** All arrangements are tried when there are at most this many, else so many are drawn. */
  readonly permutations?: number;
  readonly seed?: number;
}

export interface PermutationTest {
  /** Mean of the treatment less mean of the control. */
  readonly difference: number;
  /** Share of the arrangements with a difference at least as extreme; (k + 1)/(n + 1) when they are drawn. */
  readonly pValue: number;
  /** Whether every arrangement was tried. */
  readonly exact: boolean;
}

/** What counts as the same difference, relative to the size of the values: rounding must not break ties. */
const TIE = 1e-12;

/**
 * Tells how often chance alone would set two arms so far apart.
 *
 *   paired      p = share of sign vectors s ∈ {−1, 1}ⁿ with mean(s·(x − y)) as extreme as mean(x − y)
 *   otherwise   p = share of the relabellings of the pooled values
 *
 * With n pairs the smallest p of a one-sided paired test is 2⁻ⁿ: 0.03125 for five seeds.
 *
 * @shape treatment [N], control [M] (M = N when paired) → one test
 * @throws RewardError GUERDON_SHAPE when an arm is empty or pairs do not match
 * @paper Fisher 1935; Phipson & Smyth 2010 (p of drawn permutations)
 *
 * ```ts doctest
 * import { permutationTest } from "@guerdon/lab/statistics";
 * permutationTest([2, 3, 4, 5, 6], [1, 2, 3, 4, 5], { paired: true, alternative: "greater" }).pValue // => 0.03125
 * ```
 */
export function permutationTest(
  treatment: ArrayLike<number>,
  control: ArrayLike<number>,
  { paired = false, alternative = "different", permutations = 100_000, seed = 0 }: PermutationOptions = {},
): PermutationTest {
  requireValues(treatment, control, paired);
  const sample = paired ? signFlips(treatment, control) : relabellings(treatment, control);
  const scale = Math.max(...Array.from(treatment, Math.abs), ...Array.from(control, Math.abs));
  const isExtreme = extremeness(sample.observed, alternative, TIE * scale);
  const exact = sample.count <= permutations;
  let hits = 0;
  if (exact) for (const value of sample.all()) hits += isExtreme(value) ? 1 : 0;
  else {
    const key = streamKey(seed, "permutation-test");
    for (let i = 0; i < permutations; i++) hits += isExtreme(sample.draw(key, i)) ? 1 : 0;
  }
  const pValue = exact ? hits / sample.count : (hits + 1) / (permutations + 1);
  return { difference: sample.observed, pValue, exact };
}

interface Arrangements {
  readonly observed: number;
  readonly count: number;
  all(): Iterable<number>;
  draw(key: number, index: number): number;
}

function signFlips(treatment: ArrayLike<number>, control: ArrayLike<number>): Arrangements {
  const differences = Float64Array.from(treatment, (value, i) => value - (control[i] as number));
  const n = differences.length;
  const meanWith = (isFlipped: (i: number) => boolean): number =>
    differences.reduce((sum, value, i) => sum + (isFlipped(i) ? -value : value), 0) / n;
  return {
    observed: meanWith(() => false),
    count: 2 ** n,
    *all() {
      for (let signs = 0; signs < 2 ** n; signs++) yield meanWith((i) => Math.floor(signs / 2 ** i) % 2 === 1);
    },
    draw: (key, index) => meanWith((i) => uniformAt(key, index * n + i) < 0.5),
  };
}

function relabellings(treatment: ArrayLike<number>, control: ArrayLike<number>): Arrangements {
  const pooled = Float64Array.of(...Array.from(treatment), ...Array.from(control));
  const [n, m] = [treatment.length, control.length];
  const total = pooled.reduce((sum, value) => sum + value, 0);
  const difference = (sum: number): number => sum / n - (total - sum) / m;
  return {
    observed: difference(pooled.subarray(0, n).reduce((sum, value) => sum + value, 0)),
    count: binomial(n + m, n),
    *all() {
      for (const sum of sumsOfSubsets(pooled, n, 0)) yield difference(sum);
    },
    draw(key, index) {
      const order = Float64Array.from(pooled);
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const j = i + Math.floor(uniformAt(key, index * n + i) * (n + m - i));
        [order[i], order[j]] = [order[j] as number, order[i] as number];
        sum += order[i] as number;
      }
      return difference(sum);
    },
  };
}

/** Sums of all subsets of `size` of the values from `from` on. */
function* sumsOfSubsets(values: Float64Array, size: number, from: number): Generator<number> {
  if (size === 0) yield 0;
  else {
    for (let i = from; i <= values.length - size; i++) {
      for (const rest of sumsOfSubsets(values, size - 1, i + 1)) yield (values[i] as number) + rest;
    }
  }
}

function binomial(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= k; i++) count = (count * (n - k + i)) / i;
  return Math.round(count);
}

function extremeness(
  observed: number,
  alternative: "greater" | "less" | "different",
  tie: number,
): (value: number) => boolean {
  if (alternative === "greater") return (value) => value >= observed - tie;
  if (alternative === "less") return (value) => value <= observed + tie;
  return (value) => Math.abs(value) >= Math.abs(observed) - tie;
}

function requireValues(treatment: ArrayLike<number>, control: ArrayLike<number>, paired: boolean): void {
  const [n, m] = [treatment.length, control.length];
  if (n > 0 && m > 0 && (!paired || n === m)) return;
  throw new RewardError(
    "GUERDON_SHAPE",
    paired
      ? `Expected \`treatment\` and \`control\` to have as many values, at least one, got ${n} and ${m}.`
      : `Expected \`treatment\` and \`control\` to have values, got ${n} and ${m}.`,
    { hint: "Give each arm one value a seed.", details: { treatment: n, control: m } },
  );
}

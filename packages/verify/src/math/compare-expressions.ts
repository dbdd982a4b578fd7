import { type CompareContext, type Match, match } from "./compare-context.ts";
import { type Complex, complex } from "./complex.ts";
import { evaluateExact } from "./evaluate-exact.ts";
import { evaluateNumeric } from "./evaluate-numeric.ts";
import type { MathNode } from "./math-node.ts";
import type { ResolvedMathOptions } from "./math-options.ts";
import { anyNode, countersOf, POINT_COUNT, pointValue, variablesOf } from "./point-value.ts";
import { type AnswerNumber, sameNumber } from "./same-number.ts";

/** Two expressions: as exact numbers, as doubles, or at fixed pseudo-random points when there are variables. */
export function compareExpressions(gold: MathNode, candidate: MathNode, context: CompareContext): Match {
  const goldNames = variablesOf(gold);
  const names = variablesOf(candidate);
  if (goldNames.size === 0 && names.size === 0) return compareConstants(gold, candidate, context.options);
  if (anyNode(gold, isUnsolved) || anyNode(candidate, isUnsolved))
    return match.undecided("an integral or limit is left");
  if ((goldNames.size === 0) !== (names.size === 0)) {
    const verdict = compareAtPoints(gold, candidate, [], [], context.options);
    return verdict.kind === "equal" ? verdict : match.different("only one side has variables");
  }
  return compareAtPoints(gold, candidate, [...goldNames], [...names], context.options);
}

const isUnsolved = (node: MathNode): boolean =>
  (node.k === "opaque" && node.solvable) || (node.k === "series" && node.to.k === "constant");
/** Where terms can cancel, so that a tiny double may stand for 0. */
const isCancelling = (node: MathNode): boolean =>
  node.k === "sum" || node.k === "call" || (node.k === "constant" && node.name === "i");
const isDecimal = (node: MathNode): boolean => node.k === "number" && node.decimal;

/** Value of a constant expression as an answer's number. */
export function answerNumber(
  node: MathNode,
  options: ResolvedMathOptions,
): AnswerNumber & { readonly imaginary: number } {
  const decimal = anyNode(node, isDecimal);
  const exact = evaluateExact(node, options.limits, { spent: 0 });
  const scope = { valueOf: () => complex.of(Number.NaN), limits: options.limits, spent: { terms: 0 } };
  const value = exact ? complex.of(Number(exact.n) / Number(exact.d)) : evaluateNumeric(node, scope);
  if (exact && !Number.isFinite(value.re))
    return { exact, value: evaluateNumeric(node, scope).re, imaginary: 0, decimal };
  return { exact, value: value.re, imaginary: value.im, decimal };
}

function compareConstants(gold: MathNode, candidate: MathNode, options: ResolvedMathOptions): Match {
  if (anyNode(gold, isUnsolved) || anyNode(candidate, isUnsolved)) return match.undecided("an infinite series is left");
  const a = answerNumber(gold, options);
  const b = answerNumber(candidate, options);
  if (Number.isNaN(a.value) || Number.isNaN(b.value)) return match.different("not both have a value");
  const infinite = (x: AnswerNumber): boolean => !x.exact && !Number.isFinite(x.value);
  if (infinite(a) || infinite(b)) return compareInfinite(gold, candidate);
  if (
    sameNumber(a, b, options) &&
    sameImaginary(a.imaginary, b.imaginary, a.decimal || b.decimal, Math.abs(a.value), options)
  )
    return match.equal(a.exact && b.exact ? "same number" : "same value");
  const cancels = (node: MathNode, x: AnswerNumber): boolean =>
    x.exact?.n === 0n || (Math.abs(x.value) < 1e-14 && anyNode(node, isCancelling));
  if (cancels(gold, a) && cancels(candidate, b) && Math.abs(a.imaginary - b.imaginary) < 1e-14)
    return match.equal("both zero to 14 places");
  const nearZero = !(a.exact && b.exact) && Math.abs(a.value) < 1e-9 && Math.abs(b.value) < 1e-9;
  if (
    nearZero &&
    anyNode(candidate, isCancelling) &&
    sameImaginary(a.imaginary, b.imaginary, false, Math.abs(a.imaginary), options)
  )
    return match.undecided("both are close to zero");
  return percentMatch(gold, candidate, a, b, options) ?? match.different("different numbers");
}

/** Only ∞ and −∞ themselves are equal; a value that overflows a double is left to the symbolic engine. */
function compareInfinite(gold: MathNode, candidate: MathNode): Match {
  const a = infinitySign(gold);
  const b = infinitySign(candidate);
  if (a !== 0 && b !== 0) return a === b ? match.equal("both infinite") : match.different("opposite infinities");
  return a !== 0 || b !== 0 ? match.different("only one is infinite") : match.undecided("a value beyond doubles");
}

function infinitySign(node: MathNode): number {
  if (node.k === "negative") return -infinitySign(node.of);
  return node.k === "constant" && node.name === "infinity" ? 1 : 0;
}

function sameImaginary(a: number, b: number, decimal: boolean, size: number, options: ResolvedMathOptions): boolean {
  if (Math.abs(a - b) <= 1e-11 * Math.max(1, size, Math.abs(a))) return true;
  return decimal && Math.round(a * 10 ** options.decimals) === Math.round(b * 10 ** options.decimals);
}

/** `20 %` against 20, when the options allow the sign to be left out. */
function percentMatch(
  gold: MathNode,
  candidate: MathNode,
  a: AnswerNumber,
  b: AnswerNumber,
  options: ResolvedMathOptions,
): Match | undefined {
  if (options.percent !== "either" || (gold.k === "percent") === (candidate.k === "percent")) return undefined;
  const bare =
    gold.k === "percent"
      ? answerNumber(gold.of, options)
      : candidate.k === "percent"
        ? answerNumber(candidate.of, options)
        : undefined;
  if (!bare) return undefined;
  const same = gold.k === "percent" ? sameNumber(bare, b, options) : sameNumber(a, bare, options);
  return same ? match.equal("equal when the percent sign is left out") : undefined;
}

function compareAtPoints(
  gold: MathNode,
  candidate: MathNode,
  goldNames: readonly string[],
  names: readonly string[],
  options: ResolvedMathOptions,
): Match {
  const rename =
    (list: readonly string[]) =>
    (name: string): string =>
      options.strict ? name : `v${list.indexOf(name)}`;
  const goldName = rename(goldNames);
  const candidateName = rename(names);
  const counters = new Set([...countersOf(gold)].map(goldName).concat([...countersOf(candidate)].map(candidateName)));
  const valueAt = (name: string, k: number): Complex => pointValue(name, k, counters.has(name));
  const spent = { terms: 0 };
  const decimal = anyNode(gold, isDecimal) || anyNode(candidate, isDecimal);
  let used = 0;
  for (let k = 0; k < POINT_COUNT; k++) {
    const a = evaluateNumeric(gold, {
      valueOf: (name) => valueAt(goldName(name), k),
      limits: options.limits,
      spent,
    });
    const b = evaluateNumeric(candidate, {
      valueOf: (name) => valueAt(candidateName(name), k),
      limits: options.limits,
      spent,
    });
    const fine = complex.isFinite(a) && complex.isFinite(b);
    if (!fine || (k >= 5 && (a.im !== 0 || b.im !== 0) && !closeTo(a, b, 1e-9))) continue;
    if (!closeTo(a, b, decimal ? 10 ** -options.decimals : 1e-9))
      return match.different("different values at a random point");
    used++;
  }
  if (used === 0 && !hasValues(candidate, (name, k) => valueAt(candidateName(name), k), options))
    return match.different("the answer has no value anywhere");
  return used >= 4
    ? match.equal(`equal as expressions at ${used} random points`)
    : match.undecided("no value at the random points");
}

function hasValues(
  node: MathNode,
  valueAt: (name: string, k: number) => Complex,
  options: ResolvedMathOptions,
): boolean {
  for (let k = 0; k < POINT_COUNT; k++) {
    const scope = {
      valueOf: (name: string) => valueAt(name, k),
      limits: options.limits,
      spent: { terms: 0 },
    };
    if (complex.isFinite(evaluateNumeric(node, scope))) return true;
  }
  return false;
}

/** |a − b| ≤ t · max(1, |a|). */
export function closeTo(a: Complex, b: Complex, t: number): boolean {
  return Math.hypot(a.re - b.re, a.im - b.im) <= t * Math.max(1, Math.hypot(a.re, a.im));
}

import { LimitError } from "./limit-error.ts";
import type { MathNode } from "./math-node.ts";
import type { MathLimits } from "./math-options.ts";
import { type Rational, rational } from "./rational.ts";

/** Counts the bits an evaluation has produced, so that many middling numbers cannot add up to a hang. */
export interface BitBudget {
  spent: number;
}

const ONE: Rational = { n: 1n, d: 1n };
const size = (r: Rational): number => rational.bits(r.n) + rational.bits(r.d);

/**
 * Exact value of a variable-free answer, or undefined when it is not a fraction.
 * Powers and factorials are estimated before they are computed.
 *
 * @throws LimitError when a number would exceed `limits.bits`
 */
export function evaluateExact(node: MathNode, limits: MathLimits, budget: BitBudget): Rational | undefined {
  const value = step(node, limits, budget);
  if (value !== undefined && (value.n > SMALL || value.d > SMALL)) {
    budget.spent += size(value) * effort(node);
    if (budget.spent > limits.bits * 8) throw new LimitError("the numbers together are too large");
  }
  return value;
}

/** A factorial, root or binomial takes many multiplications to reach its size. */
const effort = (node: MathNode): number => (node.k !== "call" ? 1 : node.name === "binom" ? 20 : 5);
const SMALL = 1n << 256n;

function step(node: MathNode, limits: MathLimits, budget: BitBudget): Rational | undefined {
  const of = (n: MathNode): Rational | undefined => evaluateExact(n, limits, budget);
  switch (node.k) {
    case "number":
      return node.value;
    case "sum":
    case "product": {
      let total: Rational = node.k === "sum" ? { n: 0n, d: 1n } : ONE;
      for (const item of node.items) {
        const value = of(item);
        if (value === undefined) return undefined;
        total = node.k === "sum" ? rational.add(total, value) : rational.mul(total, value);
      }
      return total;
    }
    case "negative": {
      const value = of(node.of);
      return value && { n: -value.n, d: value.d };
    }
    case "percent": {
      const value = of(node.of);
      return value && rational.make(value.n, value.d * 100n);
    }
    case "degrees":
      return of(node.of);
    case "quotient":
    case "ratio": {
      const a = of(node.a);
      const b = of(node.b);
      if (!a || !b || b.n === 0n) return undefined;
      return rational.make(a.n * b.d, a.d * b.n);
    }
    case "power":
      return power(of(node.a), of(node.b), limits);
    case "call":
      return call(node.name, node.args.map(of), limits);
    default:
      return undefined;
  }
}

function power(a: Rational | undefined, b: Rational | undefined, limits: MathLimits): Rational | undefined {
  if (!a || !b) return undefined;
  const isUnit = a.d === 1n && (a.n === 0n || a.n === 1n || a.n === -1n);
  if (!isUnit) {
    const estimate = (size(a) - 4) * Math.abs(rational.toNumber(b));
    if (!(estimate <= limits.bits)) throw new LimitError(`a power of more than ${limits.bits} bits`);
  }
  if (b.d === 1n) return integerPower(a, b.n);
  if (b.d > 16n) return undefined;
  const base = integerPower(a, b.n < 0n ? -b.n : b.n);
  const rooted = base && a.n >= 0n ? rational.root(base, Number(b.d)) : undefined;
  if (!rooted) return undefined;
  return b.n < 0n ? (rooted.n === 0n ? undefined : { n: rooted.d, d: rooted.n }) : rooted;
}

function integerPower(a: Rational, n: bigint): Rational | undefined {
  if (n >= 0n) {
    const k = a.d === 1n && (a.n === 0n || a.n === 1n || a.n === -1n) && n > 2n ? 2n - (n % 2n) : n;
    return { n: a.n ** k, d: a.d ** k };
  }
  if (a.n === 0n) return undefined;
  const inverse = integerPower(a, -n) as Rational;
  return inverse.n < 0n ? { n: -inverse.d, d: -inverse.n } : { n: inverse.d, d: inverse.n };
}

function integer(value: Rational | undefined, max: number, what: string): number | undefined {
  if (value?.d !== 1n || value.n < 0n) return undefined;
  if (value.n > BigInt(max)) throw new LimitError(`${what} above ${max}`);
  return Number(value.n);
}

function call(name: string, args: readonly (Rational | undefined)[], limits: MathLimits): Rational | undefined {
  const first = args[0];
  switch (name) {
    case "factorial": {
      const n = integer(first, Math.min(3000, limits.bits / 16), "a factorial");
      if (n === undefined) return undefined;
      let value = 1n;
      for (let k = 2; k <= n; k++) value *= BigInt(k);
      return { n: value, d: 1n };
    }
    case "binom":
      return binomial(args, limits);
    case "sqrt":
      return first && first.n >= 0n ? rational.root(first, 2) : undefined;
    case "cbrt":
      return first && first.n >= 0n ? rational.root(first, 3) : undefined;
    case "root": {
      const degree = args[1];
      if (!first || !degree || degree.d !== 1n || degree.n < 2n || degree.n > 64n || first.n < 0n) return undefined;
      return rational.root(first, Number(degree.n));
    }
    case "abs":
      return first && (first.n < 0n ? { n: -first.n, d: first.d } : first);
    case "floor":
    case "ceil": {
      if (!first) return undefined;
      const down = first.n < 0n && first.n % first.d !== 0n ? first.n / first.d - 1n : first.n / first.d;
      return { n: name === "floor" || first.d === 1n ? down : down + 1n, d: 1n };
    }
    case "max":
    case "min":
      return extreme(name, args);
    case "gcd":
    case "lcm":
      return divisor(name, args);
    default:
      return undefined;
  }
}

function binomial(args: readonly (Rational | undefined)[], limits: MathLimits): Rational | undefined {
  const n = integer(args[0], Math.min(20_000, limits.bits), "a binomial");
  const chosen = integer(args[1], Math.min(20_000, limits.bits), "a binomial");
  if (n === undefined || chosen === undefined) return undefined;
  if (chosen > n) return { n: 0n, d: 1n };
  const k = Math.min(chosen, n - chosen);
  if (k > 3000) throw new LimitError("a binomial above 3000");
  let value = 1n;
  for (let j = 1; j <= k; j++) value = (value * BigInt(n - k + j)) / BigInt(j);
  return { n: value, d: 1n };
}

function extreme(name: "max" | "min", args: readonly (Rational | undefined)[]): Rational | undefined {
  let best: Rational | undefined;
  for (const value of args) {
    if (!value) return undefined;
    const above = best === undefined || value.n * best.d > best.n * value.d;
    if (best === undefined || above === (name === "max")) best = value;
  }
  return best;
}

function divisor(name: "gcd" | "lcm", args: readonly (Rational | undefined)[]): Rational | undefined {
  let total: bigint | undefined;
  for (const value of args) {
    if (value?.d !== 1n || value.n <= 0n) return undefined;
    if (total === undefined) total = value.n;
    else {
      const g = value.n / rational.make(value.n, total).n;
      total = name === "gcd" ? g : (total / g) * value.n;
    }
  }
  return total === undefined ? undefined : { n: total, d: 1n };
}

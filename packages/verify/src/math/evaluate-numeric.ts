import { type Complex, complex } from "./complex.ts";
import { gamma } from "./gamma.ts";
import { LimitError } from "./limit-error.ts";
import type { MathNode } from "./math-node.ts";
import type { MathLimits } from "./math-options.ts";
import { rational } from "./rational.ts";

/** Values of variables at one point, and how many series terms may still be added. */
export interface NumericScope {
  readonly valueOf: (name: string) => Complex;
  readonly limits: MathLimits;
  /** Shared by nested series, so that their product is bounded too. */
  readonly spent: { terms: number };
}

const NAN: Complex = { re: Number.NaN, im: 0 };

/**
 * Value of an expression in complex doubles at one point; NaN where it has none.
 *
 * @throws LimitError when a series has too many terms
 */
export function evaluateNumeric(node: MathNode, scope: NumericScope): Complex {
  switch (node.k) {
    case "number":
      return complex.of(rational.toNumber(node.value));
    case "symbol":
      return scope.valueOf(node.name);
    case "constant":
      return {
        pi: complex.of(Math.PI),
        e: complex.of(Math.E),
        i: complex.of(0, 1),
        infinity: complex.of(Number.POSITIVE_INFINITY),
      }[node.name];
    case "sum":
      return node.items.reduce((total, item) => complex.add(total, evaluateNumeric(item, scope)), complex.of(0));
    case "product":
      return node.items.reduce((total, item) => complex.mul(total, evaluateNumeric(item, scope)), complex.of(1));
    case "negative":
      return complex.mul(complex.of(-1), evaluateNumeric(node.of, scope));
    case "percent":
      return complex.mul(complex.of(0.01), evaluateNumeric(node.of, scope));
    case "degrees":
      return evaluateNumeric(node.of, scope);
    case "quotient":
    case "ratio":
      return complex.div(evaluateNumeric(node.a, scope), evaluateNumeric(node.b, scope));
    case "power":
      return complex.pow(evaluateNumeric(node.a, scope), evaluateNumeric(node.b, scope));
    case "call":
      return call(node.name, node.args, scope);
    case "opaque":
      return opaque(
        node.name,
        node.args.map((arg) => evaluateNumeric(arg, scope)),
      );
    case "series":
      return series(node, scope);
    case "bracket":
    case "list":
      return node.items.length === 1 ? evaluateNumeric(node.items[0] as MathNode, scope) : NAN;
    default:
      return NAN;
  }
}

/** A fixed pseudo-random value for an unknown function of known arguments. */
function opaque(name: string, args: readonly Complex[]): Complex {
  let hash = 2166136261;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 16777619);
  for (const arg of args) {
    if (!complex.isFinite(arg)) return NAN;
    for (const part of [arg.re, arg.im]) {
      const text = (part + 0).toPrecision(10);
      for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
    }
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 2246822519);
  hash ^= hash >>> 13;
  return complex.of(0.4 + ((hash >>> 0) / 2 ** 32) * 2);
}

const REAL: Readonly<Record<string, (x: number) => number>> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  sec: (x) => 1 / Math.cos(x),
  csc: (x) => 1 / Math.sin(x),
  cot: (x) => 1 / Math.tan(x),
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  coth: (x) => 1 / Math.tanh(x),
  arctan: Math.atan,
  arccot: (x) => Math.PI / 2 - Math.atan(x),
  arcsin: Math.asin,
  arccos: Math.acos,
  abs: Math.abs,
  floor: (x) => Math.floor(x + 1e-12),
  ceil: (x) => Math.ceil(x - 1e-12),
  sign: Math.sign,
  Re: (x) => x,
  Im: () => 0,
  cbrt: Math.cbrt,
};
const TRIGONOMETRIC: ReadonlySet<string> = new Set(["sin", "cos", "tan", "sec", "csc", "cot"]);

function call(name: string, args: readonly MathNode[], scope: NumericScope): Complex {
  const first = args[0];
  if (first === undefined || first.k === "matrix") return NAN;
  const values = args.map((arg) => evaluateNumeric(arg, scope));
  let x = values[0] as Complex;
  if (TRIGONOMETRIC.has(name) && isDegrees(first)) x = complex.mul(x, complex.of(Math.PI / 180));
  switch (name) {
    case "sqrt":
      return x.im === 0 && x.re >= 0 ? complex.of(Math.sqrt(x.re)) : complex.pow(x, complex.of(0.5));
    case "root":
      return complex.pow(x, complex.div(complex.of(1), values[1] ?? NAN));
    case "exp":
      return complex.exp(x);
    case "ln":
      return complex.log(x);
    case "log10":
      return complex.div(complex.log(x), complex.of(Math.LN10));
    case "log":
      return complex.div(complex.log(x), values[1] ? complex.log(values[1]) : complex.of(Math.LN10));
    case "abs":
      return complex.of(Math.hypot(x.re, x.im));
    case "Re":
      return complex.of(x.re);
    case "Im":
      return complex.of(x.im);
    case "arg":
      return complex.of(Math.atan2(x.im, x.re));
    case "cis":
      return complex.exp(complex.mul(complex.of(0, 1), x));
    case "factorial":
      return complex.of(gamma(x.re + 1));
    case "binom":
      return binomial(x, values[1] ?? NAN);
    case "max":
      return complex.of(Math.max(...values.map((v) => v.re)));
    case "min":
      return complex.of(Math.min(...values.map((v) => v.re)));
    case "sin":
    case "cos":
      if (x.im !== 0) return complexCircular(name, x);
      break;
  }
  const real = REAL[name];
  return real && x.im === 0 ? complex.of(real(x.re)) : opaque(name, values);
}

const isDegrees = (node: MathNode): boolean =>
  node.k === "degrees" ||
  (node.k === "negative" && isDegrees(node.of)) ||
  ((node.k === "sum" || node.k === "product") && node.items.some(isDegrees));

function complexCircular(name: "sin" | "cos", x: Complex): Complex {
  const { re, im } = x;
  if (name === "sin") return complex.of(Math.sin(re) * Math.cosh(im), Math.cos(re) * Math.sinh(im));
  return complex.of(Math.cos(re) * Math.cosh(im), -Math.sin(re) * Math.sinh(im));
}

function binomial(n: Complex, k: Complex): Complex {
  return complex.of(gamma(n.re + 1) / (gamma(k.re + 1) * gamma(n.re - k.re + 1)));
}

function series(node: Extract<MathNode, { k: "series" }>, scope: NumericScope): Complex {
  const from = evaluateNumeric(node.from, scope);
  const to = evaluateNumeric(node.to, scope);
  const at = (k: Complex): Complex =>
    evaluateNumeric(node.body, { ...scope, valueOf: (name) => (name === node.index ? k : scope.valueOf(name)) });
  if (!Number.isInteger(from.re) || !Number.isInteger(to.re) || from.im !== 0) {
    if (to.re === Number.POSITIVE_INFINITY)
      return opaque(`${node.name}∞`, [from, at(complex.of(3)), at(complex.of(4)), at(complex.of(7))]);
    return opaque(node.name, [from, to, at(complex.of(1.37)), at(complex.of(2.11))]);
  }
  const count = to.re - from.re + 1;
  scope.spent.terms += Math.max(0, count);
  if (scope.spent.terms > scope.limits.terms) throw new LimitError(`a series of more than ${scope.limits.terms} terms`);
  let total = complex.of(node.name === "sum" ? 0 : 1);
  for (let k = from.re; k <= to.re; k++) {
    const value = at(complex.of(k));
    total = node.name === "sum" ? complex.add(total, value) : complex.mul(total, value);
  }
  return total;
}

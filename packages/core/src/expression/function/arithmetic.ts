import type { Trend } from "../../piece/piece.ts";
import type { Interval } from "../../signal/interval.ts";
import {
  ALWAYS,
  add,
  contains,
  divide,
  magnitude,
  multiply,
  NEVER,
  negate,
  power,
  width,
} from "../interval-arithmetic.ts";
import type { FunctionSpec, Hazard, Slice } from "./function-spec.ts";
import { DOWN, FLAT, opposite, slopeOf, UNKNOWN, UP } from "./slope.ts";

type Intervals = readonly Interval[];

/** The two operands of an infix operator. */
export const pair = (args: readonly unknown[]): [Slice, Slice] => args as unknown as [Slice, Slice];
const ranges = (args: Intervals): [Interval, Interval] => args as unknown as [Interval, Interval];

/** A hazard when a result may overflow though the operands' ranges are bounded. */
export function overflow(result: Interval, args: Intervals): Hazard | undefined {
  const bounded = args.every((arg) => magnitude(arg) < Number.POSITIVE_INFINITY);
  if (!bounded || magnitude(result) < Number.POSITIVE_INFINITY) return undefined;
  return { kind: "overflow", reason: "may be too large for a number" };
}

const plus: FunctionSpec = {
  name: "+",
  signature: "x + y",
  doc: "The sum.",
  notation: { form: "infix", symbol: "+", precedence: 5, associativity: "left" },
  arity: [2, 2],
  commutes: true,
  addsTimes: 1,
  kernel: (n, out, args) => {
    const [{ values: a, from: i }, { values: b, from: j }] = pair(args);
    const { values: c, from: k } = out;
    for (let t = 0; t < n; t++) c[k + t] = (a[i + t] as number) + (b[j + t] as number);
  },
  propagates: () => true,
  range: ([a, b]) => add(a as Interval, b as Interval),
  hazard: (args) => overflow(add(...ranges(args)), args),
  slopes: () => [UP, UP],
  spread: ([a, b]) => (a as number) + (b as number),
};

const minus: FunctionSpec = {
  name: "-",
  signature: "x - y",
  doc: "The difference.",
  notation: { form: "infix", symbol: "-", precedence: 5, associativity: "left" },
  arity: [2, 2],
  addsTimes: -1,
  kernel: (n, out, args) => {
    const [{ values: a, from: i }, { values: b, from: j }] = pair(args);
    const { values: c, from: k } = out;
    for (let t = 0; t < n; t++) c[k + t] = (a[i + t] as number) - (b[j + t] as number);
  },
  propagates: () => true,
  range: ([a, b]) => add(a as Interval, negate(b as Interval)),
  rangeOfSame: () => NEVER,
  hazard: (args) => overflow(add(ranges(args)[0], negate(ranges(args)[1])), args),
  slopes: () => [UP, DOWN],
  spread: ([a, b]) => (a as number) + (b as number),
};

const multiplied: FunctionSpec = {
  name: "*",
  signature: "x * y",
  doc: "The product.",
  notation: { form: "infix", symbol: "*", precedence: 6, associativity: "left" },
  arity: [2, 2],
  commutes: true,
  multiplies: true,
  kernel: (n, out, args) => {
    const [{ values: a, from: i }, { values: b, from: j }] = pair(args);
    const { values: c, from: k } = out;
    for (let t = 0; t < n; t++) c[k + t] = (a[i + t] as number) * (b[j + t] as number);
  },
  propagates: () => true,
  range: ([a, b]) => multiply(a as Interval, b as Interval),
  rangeOfSame: (x) => power(x, { min: 2, max: 2 }),
  hazard: (args) => overflow(multiply(...ranges(args)), args),
  slopes: ([a, b]) => [slopeOf(b as Interval), slopeOf(a as Interval)],
  spread: ([da, db], args) => scaled(db as number, ranges(args)[0]) + scaled(da as number, ranges(args)[1]),
};

function scaled(change: number, by: Interval): number {
  const most = magnitude(by);
  return change === 0 || most === 0 ? 0 : change * most;
}

const divided: FunctionSpec = {
  name: "/",
  signature: "x / y",
  doc: "The quotient; not finite where y is 0.",
  notation: { form: "infix", symbol: "/", precedence: 6, associativity: "left" },
  arity: [2, 2],
  kernel: (n, out, args) => {
    const [{ values: a, from: i }, { values: b, from: j }] = pair(args);
    const { values: c, from: k } = out;
    for (let t = 0; t < n; t++) c[k + t] = (a[i + t] as number) / (b[j + t] as number);
  },
  propagates: (k) => k === 0,
  range: ([a, b]) => divide(a as Interval, b as Interval),
  rangeOfSame: () => ALWAYS,
  hazard: (args) =>
    contains(ranges(args)[1], 0)
      ? { kind: "domain", reason: "divides by what may be 0" }
      : overflow(divide(...ranges(args)), args),
  slopes: (args) => {
    const [a, b] = ranges(args);
    const sign = slopeOf(b);
    return [sign, sign === UNKNOWN ? (slopeOf(a) === FLAT ? FLAT : UNKNOWN) : opposite(slopeOf(a))];
  },
  spread: ([da, db], args) => {
    const [a, b] = ranges(args);
    const inverse = divide(ALWAYS, b);
    return scaled(da as number, inverse) + ((db as number) === 0 ? 0 : width(inverse) * magnitude(a));
  },
};

const negated: FunctionSpec = {
  name: "negate",
  signature: "-x",
  doc: "The negative.",
  notation: { form: "prefix", symbol: "-", precedence: 7, associativity: "right" },
  arity: [1, 1],
  kernel: (n, out, [x]) => {
    const { values: a, from: i } = x as Slice;
    const { values: c, from: k } = out;
    for (let t = 0; t < n; t++) c[k + t] = 0 - (a[i + t] as number);
  },
  propagates: () => true,
  range: ([x]) => negate(x as Interval),
  slopes: () => [DOWN],
  spread: ([x]) => x as number,
};

const raised: FunctionSpec = {
  name: "^",
  signature: "x ^ y",
  doc: "x to the power y; not finite for a negative x and a broken y, nor for 0 and a negative y.",
  notation: { form: "infix", symbol: "^", aliases: ["**"], precedence: 8, associativity: "right" },
  arity: [2, 2],
  kernel: (n, out, args) => {
    const [{ values: a, from: i }, { values: b, from: j }] = pair(args);
    const { values: c, from: k } = out;
    for (let t = 0; t < n; t++) c[k + t] = (a[i + t] as number) ** (b[j + t] as number);
  },
  propagates: () => false,
  range: ([x, y]) => power(x as Interval, y as Interval),
  hazard: (args) => powerHazard(...ranges(args), args),
  slopes: (args) => [baseSlope(...ranges(args)), exponentSlope(ranges(args)[0])],
};

function powerHazard(x: Interval, y: Interval, args: Intervals): Hazard | undefined {
  const whole = y.min === y.max && Number.isInteger(y.min);
  if (x.min < 0 && !whole) return { kind: "domain", reason: "raises what may be negative to a broken power" };
  if (contains(x, 0) && y.min < 0) return { kind: "domain", reason: "raises what may be 0 to a negative power" };
  const endless = !Number.isFinite(y.min) || !Number.isFinite(y.max);
  if (endless && !(x.min === 1 && x.max === 1)) return { kind: "overflow", reason: "may be too large for a number" };
  return overflow(power(x, y), args);
}

function baseSlope(x: Interval, y: Interval): Trend {
  const whole = y.min === y.max && Number.isInteger(y.min);
  if (x.min >= 0 || (y.min === y.max && !whole)) return slopeOf(y);
  if (!whole) return UNKNOWN;
  if (y.min % 2 === 0) return y.min === 0 ? FLAT : y.min > 0 ? slopeOf(x) : opposite(slopeOf(x));
  return y.min > 0 ? UP : x.max <= 0 ? DOWN : UNKNOWN;
}

function exponentSlope(x: Interval): Trend {
  if (x.min === 1 && x.max === 1) return FLAT;
  if (x.min >= 1) return UP;
  return x.min >= 0 && x.max <= 1 ? DOWN : UNKNOWN;
}

export const ARITHMETIC: readonly FunctionSpec[] = [plus, minus, multiplied, divided, negated, raised];

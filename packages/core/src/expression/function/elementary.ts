import { exp } from "../../internal/exp.ts";
import type { Trend } from "../../piece/piece.ts";
import type { Interval } from "../../signal/interval.ts";
import { interval, magnitude } from "../interval-arithmetic.ts";
import type { FunctionSpec, Hazard, Kernel, Slice } from "./function-spec.ts";
import { slopeOf, UP } from "./slope.ts";

const LOG_OF_LEAST = Math.log(Number.MIN_VALUE);
const LARGEST_EXPONENT = Math.log(Number.MAX_VALUE);

function columns(f: (x: number) => number): Kernel {
  return (n, out, [x]) => {
    const { values: a, from: i } = x as Slice;
    const { values: c, from: k } = out;
    for (let t = 0; t < n; t++) c[k + t] = f(a[i + t] as number);
  };
}

function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const power = exp(x);
  return power / (1 + power);
}

interface Facts {
  readonly name: string;
  readonly doc: string;
  readonly f: (x: number) => number;
  readonly propagates?: boolean;
  readonly hazard?: (x: Interval) => Hazard | undefined;
  /** Defaults to the images of both ends, as for every function that never falls. */
  readonly range?: (x: Interval) => Interval;
  readonly slope?: (x: Interval) => Trend;
  readonly spread?: (change: number, x: Interval) => number;
}

function elementary({ name, doc, f, propagates = true, hazard, range, slope, spread }: Facts): FunctionSpec {
  const ofEnds = ({ min, max }: Interval): Interval => interval(f(min), f(max));
  return {
    name,
    signature: `${name}(x)`,
    doc,
    arity: [1, 1],
    kernel: columns(f),
    propagates: () => propagates,
    range: ([x]) => (range ?? ofEnds)(x as Interval),
    ...(hazard === undefined ? {} : { hazard: ([x]: readonly Interval[]) => hazard(x as Interval) }),
    slopes: ([x]) => [slope?.(x as Interval) ?? UP],
    ...(spread === undefined
      ? {}
      : { spread: ([d]: readonly number[], [x]: readonly Interval[]) => spread(d as number, x as Interval) }),
  };
}

/** Rounding turns a change of c into at most the whole number above c, and c itself is rounded. */
const stepwise = (change: number): number => Math.floor(change) + 1;

export const ELEMENTARY: readonly FunctionSpec[] = [
  elementary({
    name: "abs",
    doc: "The absolute value.",
    f: Math.abs,
    range: (x) => interval(x.min <= 0 && x.max >= 0 ? 0 : Math.min(Math.abs(x.min), Math.abs(x.max)), magnitude(x)),
    slope: slopeOf,
    spread: (change) => change,
  }),
  elementary({ name: "floor", doc: "The largest whole number that is at most x.", f: Math.floor, spread: stepwise }),
  elementary({ name: "ceil", doc: "The smallest whole number that is at least x.", f: Math.ceil, spread: stepwise }),
  elementary({ name: "round", doc: "The nearest whole number, halves up.", f: Math.round, spread: stepwise }),
  elementary({
    name: "exp",
    doc: "e to the power x; not finite above 709.78.",
    f: exp,
    propagates: false,
    hazard: ({ max }) =>
      max > LARGEST_EXPONENT ? { kind: "overflow", reason: "may be too large for a number" } : undefined,
  }),
  elementary({
    name: "log",
    doc: "The natural logarithm; not finite where x is 0 or less.",
    f: Math.log,
    hazard: ({ min }) =>
      min <= 0 ? { kind: "domain", reason: "takes the logarithm of what may be 0 or less" } : undefined,
    range: ({ min, max }) =>
      interval(
        min > 0 ? Math.log(min) : LOG_OF_LEAST,
        max > 0 ? Math.min(Math.log(max), LARGEST_EXPONENT) : LARGEST_EXPONENT,
      ),
  }),
  elementary({
    name: "sqrt",
    doc: "The square root; not finite where x is negative.",
    f: Math.sqrt,
    hazard: ({ min }) =>
      min < 0 ? { kind: "domain", reason: "takes the square root of what may be negative" } : undefined,
    range: ({ min, max }) => interval(Math.sqrt(Math.max(min, 0)), max < 0 ? Number.POSITIVE_INFINITY : Math.sqrt(max)),
    spread: Math.sqrt,
  }),
  elementary({
    name: "sigmoid",
    doc: "1 / (1 + exp(-x)).",
    f: sigmoid,
    propagates: false,
    spread: (change) => change / 4,
  }),
  elementary({
    name: "tanh",
    doc: "The hyperbolic tangent.",
    f: Math.tanh,
    propagates: false,
    spread: (change) => change,
  }),
];

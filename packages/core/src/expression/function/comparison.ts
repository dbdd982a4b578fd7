import type { Trend } from "../../piece/piece.ts";
import type { Interval } from "../../signal/interval.ts";
import { ALWAYS, intersect, NEVER, nextDown, nextUp, TRUTH } from "../interval-arithmetic.ts";
import { pair } from "./arithmetic.ts";
import type { FunctionSpec, Kernel } from "./function-spec.ts";
import { DOWN, FLAT, UNKNOWN, UP } from "./slope.ts";

// `+(a < b)` compiles to a set, `a < b ? 1 : 0` to a jump that is often mispredicted: six times the time.
const less: Kernel = (n, out, args) => {
  const [{ values: a, from: i }, { values: b, from: j }] = pair(args);
  const { values: c, from: k } = out;
  for (let t = 0; t < n; t++) c[k + t] = +((a[i + t] as number) < (b[j + t] as number));
};

const atMost: Kernel = (n, out, args) => {
  const [{ values: a, from: i }, { values: b, from: j }] = pair(args);
  const { values: c, from: k } = out;
  for (let t = 0; t < n; t++) c[k + t] = +((a[i + t] as number) <= (b[j + t] as number));
};

const more: Kernel = (n, out, args) => {
  const [{ values: a, from: i }, { values: b, from: j }] = pair(args);
  const { values: c, from: k } = out;
  for (let t = 0; t < n; t++) c[k + t] = +((a[i + t] as number) > (b[j + t] as number));
};

const atLeast: Kernel = (n, out, args) => {
  const [{ values: a, from: i }, { values: b, from: j }] = pair(args);
  const { values: c, from: k } = out;
  for (let t = 0; t < n; t++) c[k + t] = +((a[i + t] as number) >= (b[j + t] as number));
};

const equal: Kernel = (n, out, args) => {
  const [{ values: a, from: i }, { values: b, from: j }] = pair(args);
  const { values: c, from: k } = out;
  for (let t = 0; t < n; t++) c[k + t] = +((a[i + t] as number) === (b[j + t] as number));
};

const unequal: Kernel = (n, out, args) => {
  const [{ values: a, from: i }, { values: b, from: j }] = pair(args);
  const { values: c, from: k } = out;
  for (let t = 0; t < n; t++) c[k + t] = +((a[i + t] as number) !== (b[j + t] as number));
};

interface Facts {
  readonly doc: string;
  readonly kernel: Kernel;
  readonly swapped: string;
  readonly negated: string;
  readonly commutes?: true;
  readonly narrow: (left: Interval, right: Interval) => Interval | undefined;
  /** Whether the comparison holds for every a and b of the ranges. */
  holds(a: Interval, b: Interval): boolean;
  readonly never: (a: Interval, b: Interval) => boolean;
  readonly ofSame: Interval;
  /** Trend in the left and in the right operand while undecided. */
  readonly slopes: readonly Trend[];
}

function comparison(name: string, facts: Facts): FunctionSpec {
  const range = ([a, b]: readonly Interval[]): Interval => {
    if (facts.holds(a as Interval, b as Interval)) return ALWAYS;
    return facts.never(a as Interval, b as Interval) ? NEVER : TRUTH;
  };
  return {
    name,
    signature: `x ${name} y`,
    doc: facts.doc,
    notation: { form: "infix", symbol: name, precedence: 4, associativity: "none" },
    arity: [2, 2],
    ...(facts.commutes ? { commutes: true } : {}),
    kernel: facts.kernel,
    propagates: () => false,
    comparison: { swapped: facts.swapped, negated: facts.negated, narrow: facts.narrow },
    isTruth: true,
    range,
    rangeOfSame: () => facts.ofSame,
    slopes: (args) => (range(args) === TRUTH ? facts.slopes : [FLAT, FLAT]),
  };
}

const below = (a: Interval, b: Interval): boolean => a.max < b.min;
const notAbove = (a: Interval, b: Interval): boolean => a.max <= b.min;
const apart = (a: Interval, b: Interval): boolean => intersect(a, b) === undefined;
const samePoint = (a: Interval, b: Interval): boolean => a.min === a.max && b.min === b.max && a.min === b.min;

const from = (a: Interval, min: number, max: number): Interval | undefined => intersect(a, { min, max });

/** Leaves out a bound that the right operand always is. */
function without(a: Interval, b: Interval): Interval | undefined {
  if (b.min !== b.max) return a;
  if (a.min === a.max) return a.min === b.min ? undefined : a;
  return { min: a.min === b.min ? nextUp(a.min) : a.min, max: a.max === b.min ? nextDown(a.max) : a.max };
}

export const COMPARISONS: readonly FunctionSpec[] = [
  comparison("<", {
    doc: "1 where x is less than y, else 0.",
    kernel: less,
    swapped: ">",
    negated: ">=",
    holds: below,
    never: (a, b) => notAbove(b, a),
    ofSame: NEVER,
    narrow: (a, b) => from(a, a.min, nextDown(b.max)),
    slopes: [DOWN, UP],
  }),
  comparison("<=", {
    doc: "1 where x is at most y, else 0.",
    kernel: atMost,
    swapped: ">=",
    negated: ">",
    holds: notAbove,
    never: (a, b) => below(b, a),
    ofSame: ALWAYS,
    narrow: (a, b) => from(a, a.min, b.max),
    slopes: [DOWN, UP],
  }),
  comparison(">", {
    doc: "1 where x is greater than y, else 0.",
    kernel: more,
    swapped: "<",
    negated: "<=",
    holds: (a, b) => below(b, a),
    never: notAbove,
    ofSame: NEVER,
    narrow: (a, b) => from(a, nextUp(b.min), a.max),
    slopes: [UP, DOWN],
  }),
  comparison(">=", {
    doc: "1 where x is at least y, else 0.",
    kernel: atLeast,
    swapped: "<=",
    negated: "<",
    holds: (a, b) => notAbove(b, a),
    never: below,
    ofSame: ALWAYS,
    narrow: (a, b) => from(a, b.min, a.max),
    slopes: [UP, DOWN],
  }),
  comparison("==", {
    doc: "1 where x and y are equal, else 0.",
    kernel: equal,
    swapped: "==",
    negated: "!=",
    commutes: true,
    holds: samePoint,
    never: apart,
    ofSame: ALWAYS,
    narrow: intersect,
    slopes: [UNKNOWN, UNKNOWN],
  }),
  comparison("!=", {
    doc: "1 where x and y differ, else 0.",
    kernel: unequal,
    swapped: "!=",
    negated: "==",
    commutes: true,
    holds: apart,
    never: samePoint,
    ofSame: NEVER,
    narrow: without,
    slopes: [UNKNOWN, UNKNOWN],
  }),
];

import type { Interval } from "../../signal/interval.ts";
import { ALWAYS, NEVER, TRUTH } from "../interval-arithmetic.ts";
import { pair } from "./arithmetic.ts";
import type { FunctionSpec, Slice } from "./function-spec.ts";
import { DOWN, UP } from "./slope.ts";

/** The truth of a value is whether it is positive. */
function truthOf({ min, max }: Interval): Interval {
  if (min > 0) return ALWAYS;
  return max <= 0 ? NEVER : TRUTH;
}

const and: FunctionSpec = {
  name: "and",
  signature: "x and y",
  doc: "1 where x and y are both positive, else 0; missing where either is missing.",
  notation: { form: "infix", symbol: "and", aliases: ["&&"], precedence: 2, associativity: "left" },
  arity: [2, 2],
  commutes: true,
  connects: "all",
  isTruth: true,
  kernel: (n, out, args) => {
    const [{ values: a, from: i }, { values: b, from: j }] = pair(args);
    const { values: c, from: k } = out;
    for (let t = 0; t < n; t++) c[k + t] = +((a[i + t] as number) > 0) & +((b[j + t] as number) > 0);
  },
  propagates: () => false,
  range: (args) => ({
    min: Math.min(...args.map((arg) => truthOf(arg).min)),
    max: Math.min(...args.map((arg) => truthOf(arg).max)),
  }),
  rangeOfSame: truthOf,
  slopes: () => [UP, UP],
};

const or: FunctionSpec = {
  name: "or",
  signature: "x or y",
  doc: "1 where x or y is positive, else 0; missing where either is missing.",
  notation: { form: "infix", symbol: "or", aliases: ["||"], precedence: 1, associativity: "left" },
  arity: [2, 2],
  commutes: true,
  connects: "any",
  isTruth: true,
  kernel: (n, out, args) => {
    const [{ values: a, from: i }, { values: b, from: j }] = pair(args);
    const { values: c, from: k } = out;
    for (let t = 0; t < n; t++) c[k + t] = +((a[i + t] as number) > 0) | +((b[j + t] as number) > 0);
  },
  propagates: () => false,
  range: (args) => ({
    min: Math.max(...args.map((arg) => truthOf(arg).min)),
    max: Math.max(...args.map((arg) => truthOf(arg).max)),
  }),
  rangeOfSame: truthOf,
  slopes: () => [UP, UP],
};

const not: FunctionSpec = {
  name: "not",
  signature: "not x",
  doc: "0 where x is positive, else 1. `!` means the same and binds like a minus sign.",
  notation: { form: "prefix", symbol: "not", precedence: 3, associativity: "right" },
  arity: [1, 1],
  connects: "none",
  isTruth: true,
  kernel: (n, out, [x]) => {
    const { values: a, from: i } = x as Slice;
    const { values: c, from: k } = out;
    for (let t = 0; t < n; t++) c[k + t] = 1 - +((a[i + t] as number) > 0);
  },
  propagates: () => false,
  range: ([x]) => ({ min: 1 - truthOf(x as Interval).max, max: 1 - truthOf(x as Interval).min }),
  slopes: () => [DOWN],
};

export const LOGIC: readonly FunctionSpec[] = [and, or, not];

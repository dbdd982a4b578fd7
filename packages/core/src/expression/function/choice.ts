import type { Trend } from "../../piece/piece.ts";
import { hull, type Interval } from "../../signal/interval.ts";
import { TRUTH } from "../interval-arithmetic.ts";
import { copy } from "./aggregate.ts";
import type { FunctionSpec, Kernel, Slice } from "./function-spec.ts";
import { PRESENT, UNFILLABLE } from "./function-spec.ts";
import { DOWN, FLAT, UNKNOWN, UP } from "./slope.ts";

const either = new Float64Array(2);

/** Looks the value up instead of jumping to it: conditions are seldom predictable. */
const branch: Kernel = (n, out, args) => {
  const [{ values: c, from: i }, { values: a, from: j }, { values: b, from: k }] = args as unknown as [
    Slice,
    Slice,
    Slice,
  ];
  const { values, from } = out;
  for (let t = 0; t < n; t++) {
    either[0] = b[k + t] as number;
    either[1] = a[j + t] as number;
    values[from + t] = either[+((c[i + t] as number) > 0)] as number;
  }
};

const chosen = (state: number, value: number): number => (state !== PRESENT ? 0 : value > 0 ? 1 : 2);

function guard(name: string, facts: Pick<FunctionSpec, "signature" | "doc" | "arity" | "defaults">): FunctionSpec {
  return {
    name,
    ...facts,
    kernel: branch,
    propagates: (k) => k > 0,
    pick: chosen,
    guards: true,
    range: ([condition, yes, no]) => {
      const { min, max } = condition as Interval;
      if (min > 0) return yes as Interval;
      return max <= 0 ? (no as Interval) : hull(yes as Interval, no as Interval);
    },
    slopes: ([condition, yes, no]) => {
      const { min, max } = condition as Interval;
      if (min > 0) return [FLAT, UP, FLAT];
      return max <= 0 ? [FLAT, FLAT, UP] : [slopeOfSwitch(yes as Interval, no as Interval), UP, UP];
    },
    spread: ([condition, yes, no], args) =>
      condition === 0 ? Math.max(yes as number, no as number) : farthest(args[1] as Interval, args[2] as Interval),
  };
}

/** How the result moves when the condition turns from false to true. */
function slopeOfSwitch(yes: Interval, no: Interval): Trend {
  if (yes.min === no.max && yes.max === no.min) return FLAT;
  if (yes.min >= no.max) return UP;
  return yes.max <= no.min ? DOWN : UNKNOWN;
}

function farthest(a: Interval, b: Interval): number {
  const { min, max } = hull(a, b);
  return max - min;
}

const fallback: FunctionSpec = {
  name: "default",
  signature: "default(x, v)",
  doc: "v where x abstained or failed through the candidate, else x; any other failure stays missing.",
  arity: [2, 2],
  kernel: (n, out, args) => copy(n, out, args[0] as Slice),
  propagates: (k) => k === 0,
  pick: (state) => (state === PRESENT || state === UNFILLABLE ? 0 : 1),
  tolerates: true,
  range: (args) => hull(...args),
  slopes: () => [UP, UP],
  spread: (changes) => Math.max(...changes),
};

const present: FunctionSpec = {
  name: "present",
  signature: "present(x)",
  doc: "1 where x has a value, 0 where it abstained or failed through the candidate; any other failure stays missing.",
  arity: [1, 1],
  defaults: [1, 0],
  kernel: (n, out) => {
    out.values.fill(1, out.from, out.from + n);
  },
  propagates: () => false,
  pick: (state) => (state === PRESENT ? 1 : state === UNFILLABLE ? 0 : 2),
  tolerates: true,
  isTruth: true,
  range: () => TRUTH,
  slopes: () => [FLAT, FLAT, FLAT],
};

export const CHOICES: readonly FunctionSpec[] = [
  guard("gate", {
    signature: "gate(condition, x, otherwise = 0)",
    doc: "x where the condition is positive, else `otherwise`, even if x is missing; missing where the condition is.",
    arity: [2, 3],
    defaults: [0],
  }),
  guard("where", {
    signature: "where(condition, x, y)",
    doc: "x where the condition is positive, else y; the other one may be missing, the condition may not.",
    arity: [3, 3],
  }),
  fallback,
  present,
];

import type { Interval } from "../../signal/interval.ts";
import { add } from "../interval-arithmetic.ts";
import { overflow } from "./arithmetic.ts";
import type { FunctionSpec, Kernel, Reducer, Slice } from "./function-spec.ts";
import { UP } from "./slope.ts";

type Combine = (n: number, out: Slice, other: Slice) => void;

const addTo: Combine = (n, { values: c, from: k }, { values: a, from: i }) => {
  for (let t = 0; t < n; t++) c[k + t] = (c[k + t] as number) + (a[i + t] as number);
};

const lower: Combine = (n, { values: c, from: k }, { values: a, from: i }) => {
  for (let t = 0; t < n; t++) if ((a[i + t] as number) < (c[k + t] as number)) c[k + t] = a[i + t] as number;
};

const raise: Combine = (n, { values: c, from: k }, { values: a, from: i }) => {
  for (let t = 0; t < n; t++) if ((a[i + t] as number) > (c[k + t] as number)) c[k + t] = a[i + t] as number;
};

/** Copies the first operand into the result unless it is there already. */
export function copy(n: number, out: Slice, first: Slice): void {
  if (out.values === first.values && out.from === first.from) return;
  for (let t = 0; t < n; t++) out.values[out.from + t] = first.values[first.from + t] as number;
}

const either = new Float64Array(2);

/** Looks each bound up instead of jumping to it: what is clipped is seldom predictable. */
const clamp: Kernel = (n, out, args) => {
  const [{ values: a, from: i }, { values: low, from: j }, { values: high, from: k }] = args as [Slice, Slice, Slice];
  const { values, from } = out;
  for (let t = 0; t < n; t++) {
    const x = a[i + t] as number;
    const least = low[j + t] as number;
    either[0] = x;
    either[1] = least;
    const raised = either[+(x < least)] as number;
    const greatest = high[k + t] as number;
    either[0] = raised;
    either[1] = greatest;
    values[from + t] = either[+(raised > greatest)] as number;
  }
};

function folding(combine: Combine): Kernel {
  return (n, out, args) => {
    copy(n, out, args[0] as Slice);
    for (let k = 1; k < args.length; k++) combine(n, out, args[k] as Slice);
  };
}

const average: Kernel = (n, out, args) => {
  folding(addTo)(n, out, args);
  for (let t = 0; t < n; t++) out.values[out.from + t] = (out.values[out.from + t] as number) / args.length;
};

const sumOf: Reducer = (values, present, from, to) => {
  let sum = 0;
  for (let i = from; i < to; i++) if (present[i] === 1) sum += values[i] as number;
  return sum;
};

const meanOf: Reducer = (values, present, from, to) => {
  let count = 0;
  for (let i = from; i < to; i++) count += present[i] as number;
  return sumOf(values, present, from, to) / count;
};

const leastOf: Reducer = (values, present, from, to) => {
  let least = Number.POSITIVE_INFINITY;
  for (let i = from; i < to; i++) if (present[i] === 1) least = Math.min(least, values[i] as number);
  return least;
};

const greatestOf: Reducer = (values, present, from, to) => {
  let greatest = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) if (present[i] === 1) greatest = Math.max(greatest, values[i] as number);
  return greatest;
};

const same = (x: Interval): Interval => x;
const total = (args: readonly Interval[]): Interval => args.reduce(add);
const MANY: readonly [number, number] = [1, Number.POSITIVE_INFINITY];

const min: FunctionSpec = {
  name: "min",
  signature: "min(x, y, …)",
  doc: "The least operand; of one step or token operand, the least of each rollout.",
  arity: MANY,
  commutes: true,
  kernel: folding(lower),
  propagates: () => false,
  reduce: { reducer: leastOf, range: same },
  range: (args) => ({ min: Math.min(...args.map((x) => x.min)), max: Math.min(...args.map((x) => x.max)) }),
  slopes: (args) => args.map(() => UP),
  spread: (changes) => Math.max(...changes),
};

const max: FunctionSpec = {
  name: "max",
  signature: "max(x, y, …)",
  doc: "The greatest operand; of one step or token operand, the greatest of each rollout.",
  arity: MANY,
  commutes: true,
  kernel: folding(raise),
  propagates: () => false,
  reduce: { reducer: greatestOf, range: same },
  range: (args) => ({ min: Math.max(...args.map((x) => x.min)), max: Math.max(...args.map((x) => x.max)) }),
  slopes: (args) => args.map(() => UP),
  spread: (changes) => Math.max(...changes),
};

const sum: FunctionSpec = {
  name: "sum",
  signature: "sum(x, y, …)",
  doc: "The sum of the operands; of one step or token operand, the sum over each rollout's present members.",
  arity: MANY,
  commutes: true,
  kernel: folding(addTo),
  propagates: () => true,
  reduce: {
    reducer: sumOf,
    range: ({ min, max }) => ({
      min: min < 0 ? Number.NEGATIVE_INFINITY : min,
      max: max > 0 ? Number.POSITIVE_INFINITY : max,
    }),
  },
  range: total,
  hazard: (args) => (args.length === 1 ? undefined : overflow(total(args), args)),
  slopes: (args) => args.map(() => UP),
  spread: (changes, args) => (args.length === 1 ? Number.POSITIVE_INFINITY : changes.reduce((a, b) => a + b)),
};

const mean: FunctionSpec = {
  name: "mean",
  signature: "mean(x, y, …)",
  doc: "The mean of the operands; of one step or token operand, the mean over each rollout's present members.",
  arity: MANY,
  commutes: true,
  kernel: average,
  propagates: () => true,
  reduce: { reducer: meanOf, range: same },
  range: (args) => {
    const { min, max } = total(args);
    return { min: min / args.length, max: max / args.length };
  },
  hazard: (args) => (args.length === 1 ? undefined : overflow(total(args), args)),
  slopes: (args) => args.map(() => UP),
  spread: (changes) => changes.reduce((a, b) => a + b) / changes.length,
};

const clip: FunctionSpec = {
  name: "clip",
  signature: "clip(x, low, high)",
  doc: "x, but at least `low` and then at most `high`.",
  arity: [3, 3],
  kernel: clamp,
  propagates: () => false,
  range: ([x, low, high]) => min.range([max.range([x as Interval, low as Interval]), high as Interval]),
  slopes: () => [UP, UP, UP],
  spread: (changes) => Math.max(...changes),
};

export const AGGREGATES: readonly FunctionSpec[] = [min, max, sum, mean, clip];

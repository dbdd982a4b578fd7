import { z } from "zod";
import { expOver } from "../internal/exp.ts";
import { defineSampler, type InputSpec, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, jointPresent, type Layout, memberOffsets, type Signal, UNIT } from "../signal/index.ts";

export interface TrajectoryWeightOptions {
  /** What is taken from each return first: nothing, the mean of its group or of the batch, or a second input. */
  readonly baseline: "none" | "group" | "batch" | "term";
  /** Over what returns are stretched to [0, 1] and weights add up to 1. */
  readonly over: "batch" | "group";
  /** Weighs each transition alike: a trajectory's weight is multiplied by its number of transitions, an input. */
  readonly perTransition: boolean;
}
type TrajectoryWeightInput = {
  readonly [K in keyof TrajectoryWeightOptions]?: TrajectoryWeightOptions[K] | undefined;
};

const options: z.ZodType<TrajectoryWeightOptions, TrajectoryWeightInput> = z.strictObject({
  baseline: z.enum(["none", "group", "batch", "term"]).default("none"),
  over: z.enum(["batch", "group"]).default("batch"), // 223 §Mechanism: over the data set
  perTransition: z.boolean().default(false),
});

/**
 * Weighs trajectories by how good they are, exponentially: a soft choice of the best.
 *
 *   a_i = of_i − baseline,  z_i = (a_i − min a) / (max a − min a)
 *   out_i = size_i · exp(z_i / temperature_i) / Σ of the same;  size = 1 unless `perTransition`
 *
 * All equal: the weights are those of the sizes. A temperature of 0 or less leaves the best alone.
 * Weighing by return without a baseline picks easy starts; a value estimate of the start state
 * (`baseline: term`) or the mean of the prompt (`baseline: group`) mends that. Members that miss an
 * input move nothing and stay missing. An outlier among the returns squeezes the rest: `clip` it first.
 *
 * @shape of [R], temperature [R], baseline [R] with `baseline: term`, size [R] with `perTransition` → [R]
 * @unit return, any, return, transitions → share of the draws
 * @paper 223 §Mechanism (RW: no baseline; AW: a value regressed on the start state; weights by transition; temperature 0.1)
 * @paper 192, 125 (a baseline of the group's mean: soft best-of-n)
 * @kind sampler
 * @alias trajectoryWeights = { use: trajectory-weight, baseline: term, perTransition: true, temperature: 0.1 }
 * @plot { temperature: 0.1 } over members [1, 0, 0.5, 0.9]
 * @plot { temperature: 1 } over members [1, 0, 0.5, 0.9]
 *
 * ```ts doctest
 * import { trajectoryWeight } from "@guerdon/core/sampler";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const inputs = [[4, 4, 0, 4], [0, 0, 0, 0]].map((values) => fullSignal("rollout", values));
 * [...trajectoryWeight({ over: "group" }).apply(inputs, flatLayout([2, 2])).values] // => [0.5, 0.5, 0, 1]
 * ```
 */
export const trajectoryWeight: TransformFactory<typeof options> = defineSampler({
  name: "trajectory-weight",
  version: 1,
  summary: "Weighs trajectories by how good they are, exponentially: a soft choice of the best.",
  options,
  build: (own) => ({
    scope: own.over === "group" && own.baseline !== "batch" ? "group" : "batch",
    inputs: inputsOf(own),
    range: () => UNIT,
    trend: (index) => trendIn(index, own),
    apply: (inputs, layout) => weigh(inputs, layout, own),
  }),
});

function inputsOf({ baseline, perTransition }: TrajectoryWeightOptions): readonly InputSpec[] {
  const inputs: InputSpec[] = [{ name: "of" }, { name: "temperature", default: 0.1 }]; // 223 §Mechanism
  if (baseline === "term") inputs.push({ name: "baseline" });
  if (perTransition) inputs.push({ name: "size" });
  return inputs;
}

function trendIn(index: number, { baseline }: TrajectoryWeightOptions): Trend {
  if (index === 1) return "unknown";
  if (index === 2 && baseline === "term") return "decreasing";
  return "increasing";
}

function weigh(inputs: readonly Signal[], layout: Layout, own: TrajectoryWeightOptions): Signal {
  const [of, temperature] = inputs as readonly [Signal, Signal];
  const size = own.perTransition ? inputs[inputs.length - 1] : undefined;
  const present = jointPresent(inputs);
  const spansOver = (over: "group" | "batch"): Int32Array =>
    over === "group" ? memberOffsets(layout, of.level) : Int32Array.of(0, present.length);
  const returns = own.baseline === "none" ? of.values : of.values.slice();
  if (own.baseline === "term") subtract(returns, (inputs[2] as Signal).values);
  else if (own.baseline !== "none") centre(returns, present, spansOver(own.baseline));
  const values = new Float64Array(returns.length);
  const offsets = spansOver(own.over);
  for (let s = 0; s + 1 < offsets.length; s++) {
    const [from, to] = [offsets[s] as number, offsets[s + 1] as number];
    const span = { present, from, to };
    heat(values, returns, temperature.values, span);
    for (let i = from; i < to && size !== undefined; i++) {
      values[i] = Math.max(0, size.values[i] as number) * (values[i] as number);
    }
    normalise(values, span);
  }
  return deriveSignal(of.level, values, present, inputs);
}

interface Span {
  readonly present: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** Values worked on at once, which stay in the cache. */
const BLOCK = 1024;

/** Writes exp((z − 1) / temperature) for each present return; the best gets 1 however cold it is. */
function heat(values: Float64Array, returns: Float64Array, temperature: Float64Array, span: Span): void {
  const { present, from, to } = span;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const value = returns[i] as number;
    if (present[i] === 0) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const spread = most - least === Number.POSITIVE_INFINITY ? Number.NaN : most - least;
  for (let start = from; start < to; start += BLOCK) {
    const end = Math.min(to, start + BLOCK);
    for (let i = start; i < end; i++) {
      const value = returns[i] as number;
      const heated = temperature[i] as number;
      if (value === most) values[i] = 0;
      else values[i] = heated > 0 ? (value - most) / (spread * heated) : Number.NEGATIVE_INFINITY * spread;
    }
    expOver(values, start, end);
  }
}

/** Divides the present values by their sum; equal ones where that is 0. */
function normalise(values: Float64Array, { present, from, to }: Span): void {
  let [even, odd, count] = [0, 0, 0];
  for (let i = from; i < to; i++) {
    const own = present[i] === 1 ? (values[i] as number) : 0;
    count += present[i] as number;
    if ((i & 1) === 0) even += own;
    else odd += own;
  }
  const sum = even + odd;
  for (let i = from; i < to; i++) values[i] = sum === 0 ? 1 / count : (values[i] as number) / sum;
}

function subtract(values: Float64Array, baseline: Float64Array): void {
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) - (baseline[i] as number);
}

/** Takes the mean of the present values of each span away; equal values become exactly 0. */
function centre(values: Float64Array, present: Uint8Array, offsets: Int32Array): void {
  for (let span = 0; span + 1 < offsets.length; span++) {
    const [from, to] = [offsets[span] as number, offsets[span + 1] as number];
    let count = 0;
    let sum = 0;
    let first = 0;
    let equal = true;
    for (let i = from; i < to; i++) {
      if (present[i] === 0) continue;
      if (count === 0) first = values[i] as number;
      else if (values[i] !== first) equal = false;
      count++;
      sum += values[i] as number;
    }
    const mean = equal ? first : sum / count;
    for (let i = from; i < to; i++) values[i] = (values[i] as number) - mean;
  }
}

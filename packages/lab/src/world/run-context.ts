import type { ChoicePlan } from "./contextual-task.ts";

/** How the blocks of all parameters lie behind each other. */
export interface NetworkShape {
  readonly plan: ChoicePlan;
  /** I: numbers of a context, or of a part of it. */
  readonly inputs: number;
  /** H: width of the hidden layer. */
  readonly hidden: number;
}

/** The blocks of one vector of parameters, or of a gradient. */
export interface NetworkBlocks<A extends Float32Array | Float64Array = Float32Array> {
  /** [I, H], [H], [H, U], [U] with U = the leading choices and those of one part. */
  readonly inner: A;
  readonly innerBias: A;
  readonly outer: A;
  readonly outerBias: A;
  /** [W + D, W], or none where choices are blind: what choices and facts add to the logits of later heads. */
  readonly table: A;
}

/** U: logits of one run of the perceptron. */
export function outputsOf({ width, parts, leading }: ChoicePlan): number {
  return leading + (width - leading) / parts;
}

/** Sizes of the blocks, in their order. */
export function blockSizes({ plan, inputs, hidden }: NetworkShape): readonly number[] {
  const outputs = outputsOf(plan);
  return [inputs * hidden, hidden, hidden * outputs, outputs, plan.rows * plan.width];
}

/** Views on the blocks of a vector. */
export function blocksOf<A extends Float32Array | Float64Array>(shape: NetworkShape, vector: A): NetworkBlocks<A> {
  let at = 0;
  const [inner, innerBias, outer, outerBias, table] = blockSizes(shape).map((size) => {
    at += size;
    return vector.subarray(at - size, at) as A;
  }) as [A, A, A, A, A];
  return { inner, innerBias, outer, outerBias, table };
}

/** Buffers of one context. */
export interface ContextBuffers {
  /** [S · H] hidden layers of its parts. */
  readonly h: Float64Array;
  /** [W] logits of all heads before any choice. */
  readonly z: Float64Array;
  /** [W] d loss / dz */
  readonly dz: Float64Array;
  /** [U] logits of a part, or their slopes. */
  readonly out: Float64Array;
}

export function contextBuffers({ plan, hidden }: NetworkShape): ContextBuffers {
  const make = (size: number): Float64Array => new Float64Array(size);
  return { h: make(plan.parts * hidden), z: make(plan.width), dz: make(plan.width), out: make(outputsOf(plan)) };
}

/** For each part h = tanh(x·W + b), out = h·V + c: logits of its heads, and in the mean over parts of the leading ones. */
export function runContext(
  { plan, inputs, hidden }: NetworkShape,
  { inner, innerBias, outer, outerBias }: NetworkBlocks,
  x: ArrayLike<number>,
  { h, z, out }: ContextBuffers,
): void {
  const { parts, leading } = plan;
  const own = out.length - leading;
  z.fill(0);
  for (let s = 0; s < parts; s++) {
    const at = s * hidden;
    h.set(innerBias, at);
    for (let i = 0; i < inputs; i++) addWeights(h, at, hidden, inner, i * hidden, x[s * inputs + i] as number);
    for (let j = at; j < at + hidden; j++) h[j] = Math.tanh(h[j] as number);
    out.set(outerBias);
    for (let j = 0; j < hidden; j++) addWeights(out, 0, out.length, outer, j * out.length, h[at + j] as number);
    addScaled(z, 0, leading, out, 0, 1 / parts);
    addScaled(z, leading + s * own, own, out, leading, 1);
  }
}

/** Adds the gradient of all blocks but the table, from d loss / dz of a context that was just run. */
export function pullContext(
  { plan, inputs, hidden }: NetworkShape,
  { outer }: NetworkBlocks,
  gradient: NetworkBlocks<Float64Array>,
  x: ArrayLike<number>,
  { h, dz, out }: ContextBuffers,
): void {
  const { parts, leading } = plan;
  const own = out.length - leading;
  for (let s = 0; s < parts; s++) {
    out.fill(0);
    addScaled(out, 0, leading, dz, 0, 1 / parts);
    addScaled(out, leading, own, dz, leading + s * own, 1);
    addScaled(gradient.outerBias, 0, out.length, out, 0, 1);
    for (let j = 0; j < hidden; j++) {
      const unit = h[s * hidden + j] as number;
      addScaled(gradient.outer, j * out.length, out.length, out, 0, unit);
      let slope = 0;
      for (let k = 0; k < out.length; k++) slope += (out[k] as number) * (outer[j * out.length + k] as number);
      slope *= 1 - unit ** 2;
      gradient.innerBias[j] = (gradient.innerBias[j] as number) + slope;
      if (slope === 0) continue;
      for (let i = 0; i < inputs; i++) {
        const to = i * hidden + j;
        gradient.inner[to] = (gradient.inner[to] as number) + slope * (x[s * inputs + i] as number);
      }
    }
  }
}

/** Adds rows of the table to the logits of the heads after one. */
export function addRows(
  { width, offsets }: ChoicePlan,
  table: Float32Array,
  rows: readonly number[],
  head: number,
  logits: Float64Array,
): void {
  const from = offsets[head + 1] as number;
  for (const row of rows) addWeights(logits, from, width - from, table, row * width + from, 1);
}

/** to[at + k] += scale · from[start + k] for k < count, of weights. */
function addWeights(
  to: Float64Array,
  at: number,
  count: number,
  from: Float32Array,
  start: number,
  scale: number,
): void {
  if (scale === 0) return;
  for (let k = 0; k < count; k++) to[at + k] = (to[at + k] as number) + scale * (from[start + k] as number);
}

/** The same of 64-bit numbers, apart so that each runs on one kind of array. */
export function addScaled(
  to: Float64Array,
  at: number,
  count: number,
  from: Float64Array,
  start: number,
  scale: number,
): void {
  if (scale === 0) return;
  for (let k = 0; k < count; k++) to[at + k] = (to[at + k] as number) + scale * (from[start + k] as number);
}

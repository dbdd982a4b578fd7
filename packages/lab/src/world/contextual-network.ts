import type { ChoicePlan } from "./contextual-task.ts";

/** How the blocks of all parameters lie behind each other. */
export interface NetworkShape {
  readonly plan: ChoicePlan;
  /** I */
  readonly inputs: number;
  /** H: width of the hidden layer. */
  readonly hidden: number;
}

/** The blocks of one vector of parameters, or of a gradient. */
export interface NetworkBlocks<A extends Float32Array | Float64Array = Float32Array> {
  /** [I, H], [H], [H, W], [W] */
  readonly inner: A;
  readonly innerBias: A;
  readonly outer: A;
  readonly outerBias: A;
  /** [W + D, W], or none where choices are blind: what choices and facts add to the logits of later heads. */
  readonly table: A;
}

/** Sizes of the blocks, in their order. */
export function blockSizes({ plan: { width, rows }, inputs, hidden }: NetworkShape): readonly number[] {
  return [inputs * hidden, hidden, hidden * width, width, rows * width];
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

/** h = tanh(x·W + b), z = h·V + c: logits of all heads before any choice. */
export function runContext(
  { inner, innerBias, outer, outerBias }: NetworkBlocks,
  x: ArrayLike<number>,
  h: Float64Array,
  z: Float64Array,
): void {
  h.set(innerBias);
  for (let i = 0; i < x.length; i++) addScaled(h, 0, h.length, inner, i * h.length, x[i] as number);
  for (let j = 0; j < h.length; j++) h[j] = Math.tanh(h[j] as number);
  z.set(outerBias);
  for (let j = 0; j < h.length; j++) addScaled(z, 0, z.length, outer, j * z.length, h[j] as number);
}

/** Adds the gradient of all blocks but the table, from d loss / dz of a context. */
export function pullContext(
  { outer }: NetworkBlocks,
  gradient: NetworkBlocks<Float64Array>,
  x: ArrayLike<number>,
  h: Float64Array,
  dz: Float64Array,
): void {
  const [hidden, width] = [h.length, dz.length];
  addScaled(gradient.outerBias, 0, width, dz, 0, 1);
  for (let j = 0; j < hidden; j++) {
    addScaled(gradient.outer, j * width, width, dz, 0, h[j] as number);
    let slope = 0;
    for (let k = 0; k < width; k++) slope += (dz[k] as number) * (outer[j * width + k] as number);
    slope *= 1 - (h[j] as number) ** 2;
    gradient.innerBias[j] = (gradient.innerBias[j] as number) + slope;
    if (slope === 0) continue;
    for (let i = 0; i < x.length; i++)
      gradient.inner[i * hidden + j] = (gradient.inner[i * hidden + j] as number) + slope * (x[i] as number);
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
  for (const row of rows) addScaled(logits, from, width - from, table, row * width + from, 1);
}

/** to[at + k] += scale · from[start + k] for k < count. */
export function addScaled(
  to: Float64Array,
  at: number,
  count: number,
  from: Float32Array | Float64Array,
  start: number,
  scale: number,
): void {
  if (scale === 0) return;
  for (let k = 0; k < count; k++) to[at + k] = (to[at + k] as number) + scale * (from[start + k] as number);
}

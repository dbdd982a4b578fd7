import type { HostInput } from "../tensor/index.ts";
import { expOfMinus } from "./exp-of-minus.ts";
import {
  type AttentionLines,
  createMatrixKernel,
  type MatrixKernel,
  type PackedMatrix,
  packMatrix,
} from "./matrix-kernel.ts";
import { rotaryTables, type TransformerConfig, type TransformerSizes, transformerSizes } from "./transformer-config.ts";
import type { TransformerLayer, TransformerParameters } from "./transformer-parameters.ts";

/** A decoder on plain arrays: sequences grow together, one token at a time, with a cache of keys and values. */
export interface TransformerDecoder {
  readonly sizes: TransformerSizes;
  /** Sequences it has room for. */
  readonly batch: number;
  /** [n, vocabulary rounded up to 8] of the rows last stepped with `logits`. */
  readonly logits: Float32Array;
  /** Numbers from one row of `logits` to the next. */
  readonly logitStride: number;
  /** [n, D] normed states before the head, of the rows last stepped. */
  readonly hidden: Float32Array;
  /** Takes new parameters over. */
  load(parameters: TransformerParameters): void;
  /**
   * Feeds one token to each of the first `count` slots named, all at the position `at`.
   *
   * @param tokens - [count]
   * @param slots - [count] which cache each row reads and writes
   * @param firsts - [batch] by slot: the first position that is not padding
   */
  step(tokens: Int32Array, slots: Int32Array, firsts: Int32Array, count: number, at: number, logits: boolean): void;
  /** Copies the cache of a slot into another. */
  copySlot(from: number, to: number): void;
}

const EPSILON = 1e-5;
/** Of a position that is not read. */
const NEVER = -1e30;

/**
 * A pre-norm decoder, token by token; the model of `transformer` computes the same on the tensor engine.
 *
 *   x += Wo·attention(n),   n = rmsNorm(x)
 *   x += W2·act(W1·n),      n = rmsNorm(x)
 *   logits = Wh·rmsNorm(x)
 *
 * Nothing is allocated after the start.
 */
export function createDecoder(config: TransformerConfig, batch: number): TransformerDecoder {
  const sizes = transformerSizes(config);
  const store = roomFor(sizes, batch);
  return {
    sizes,
    batch,
    logits: store.logits,
    logitStride: store.head.rows,
    hidden: store.normed,
    load: (parameters) => loadInto(store, parameters),
    step: (tokens, slots, firsts, count, at, logits) => {
      embedRows(store, tokens, count, at);
      for (const layer of store.layers) {
        attend(store, layer, slots, firsts, count, at);
        feedForward(store, layer, count);
      }
      normRows(store.normed, store.x, store.finalNorm, count);
      if (logits) store.kernel.multiply(store.logits, store.normed, store.head, count);
    },
    copySlot: (from, to) => {
      const size = sizes.keys * store.length;
      for (const { cache } of store.layers) {
        cache.keys.copyWithin(to * size, from * size, (from + 1) * size);
        cache.values.copyWithin(to * size, from * size, (from + 1) * size);
      }
    },
  };
}

interface LayerStore {
  readonly attentionNorm: Float32Array;
  readonly feedForwardNorm: Float32Array;
  readonly qkv: PackedMatrix;
  readonly output: PackedMatrix;
  readonly up: PackedMatrix;
  readonly down: PackedMatrix;
  /** Keys and values [slots, key heads, head, length]. */
  readonly cache: AttentionLines;
}

interface Store {
  readonly kernel: MatrixKernel;
  readonly sizes: TransformerSizes;
  readonly embedding: Float32Array;
  readonly places: Float32Array | undefined;
  readonly layers: readonly LayerStore[];
  readonly finalNorm: Float32Array;
  readonly head: PackedMatrix;
  readonly rotary: { readonly cosines: Float32Array; readonly sines: Float32Array };
  readonly x: Float32Array;
  readonly normed: Float32Array;
  readonly mixed: Float32Array;
  readonly projected: Float32Array;
  readonly raised: Float32Array;
  readonly active: Float32Array;
  readonly logits: Float32Array;
  /** Positions of a line of the caches: the context, rounded up to a multiple of 4. */
  readonly length: number;
  /** Positions that `bias` lets through: first and last. */
  readonly open: Int32Array;
}

function roomFor(sizes: TransformerSizes, batch: number): Store {
  const { vocabulary, context, width, layers, hidden, keys, qkv, up, positions } = sizes;
  const weights = layers * ((qkv + 8 + width + 8 + up + 8) * width + (width + 8) * hidden) + (vocabulary + 8) * width;
  const rows = batch * (3 * width + qkv + up + hidden + vocabulary + 48);
  const length = (context + 3) & ~3;
  const cacheSize = batch * length * keys;
  const kernel = createMatrixKernel(weights + rows + 2 * (layers * cacheSize + length) + 64 * (layers + 8));
  const [scores, bias] = [kernel.allocate(length), kernel.allocate(length)];
  const lines = { head: sizes.head, length, scores, bias };
  const layerStores = Array.from({ length: layers }, () => ({
    attentionNorm: new Float32Array(width),
    feedForwardNorm: new Float32Array(width),
    qkv: kernel.allocateMatrix(qkv, width),
    output: kernel.allocateMatrix(width, width),
    up: kernel.allocateMatrix(up, width),
    down: kernel.allocateMatrix(width, hidden),
    cache: { ...lines, keys: kernel.allocate(cacheSize), values: kernel.allocate(cacheSize) },
  }));
  const head = kernel.allocateMatrix(vocabulary, width);
  return {
    kernel,
    sizes,
    embedding: new Float32Array(vocabulary * width),
    places: positions === "learnt" ? new Float32Array(context * width) : undefined,
    layers: layerStores,
    finalNorm: new Float32Array(width),
    head,
    rotary: rotaryTables(sizes),
    x: kernel.allocate(batch * width),
    normed: kernel.allocate(batch * width),
    mixed: kernel.allocate(batch * width),
    projected: kernel.allocate(batch * (layerStores[0] as LayerStore).qkv.rows),
    raised: kernel.allocate(batch * (layerStores[0] as LayerStore).up.rows),
    active: kernel.allocate(batch * hidden),
    logits: kernel.allocate(batch * head.rows),
    length,
    open: Int32Array.of(0, -1),
  };
}

function loadInto(store: Store, parameters: TransformerParameters): void {
  const { vocabulary, width, qkv, up } = store.sizes;
  const values = ({ data }: HostInput): Float32Array => data as Float32Array;
  store.embedding.set(values(parameters.embedding));
  if (parameters.positions !== undefined) store.places?.set(values(parameters.positions));
  store.finalNorm.set(values(parameters.finalNorm));
  store.layers.forEach((layer, l) => {
    const given = parameters.layers[l] as TransformerLayer;
    layer.attentionNorm.set(values(given.attentionNorm));
    layer.feedForwardNorm.set(values(given.feedForwardNorm));
    packMatrix(layer.qkv, values(given.qkv), qkv);
    packMatrix(layer.output, values(given.output), width);
    packMatrix(layer.up, values(given.up), up);
    packMatrix(layer.down, values(given.down), width);
  });
  if (parameters.head === undefined) packMatrix(store.head, store.embedding, vocabulary, { byRow: true });
  else packMatrix(store.head, values(parameters.head), vocabulary);
}

function embedRows(
  { embedding, places, x, sizes: { width } }: Store,
  tokens: Int32Array,
  count: number,
  at: number,
): void {
  for (let r = 0; r < count; r++) {
    const from = (tokens[r] as number) * width;
    for (let i = 0; i < width; i++) {
      const place = places === undefined ? 0 : (places[at * width + i] as number);
      x[r * width + i] = (embedding[from + i] as number) + place;
    }
  }
}

function attend(
  store: Store,
  layer: LayerStore,
  slots: Int32Array,
  firsts: Int32Array,
  count: number,
  at: number,
): void {
  const { kernel, sizes, x, normed, mixed, projected, length } = store;
  const { width, heads, keyHeads, head, keys } = sizes;
  const { cache } = layer;
  normRows(normed, x, layer.attentionNorm, count);
  kernel.multiply(projected, normed, layer.qkv, count);
  for (let r = 0; r < count; r++) {
    const slot = slots[r] as number;
    const row = r * layer.qkv.rows;
    const base = slot * length * keys;
    if (sizes.positions === "rotary") rotate(store, row, width + keys, at);
    for (let i = 0; i < keys; i++) {
      cache.keys[base + i * length + at] = projected[row + width + i] as number;
      cache.values[base + i * length + at] = projected[row + width + keys + i] as number;
    }
    const first = Math.min(firsts[slot] as number, at);
    openPositions(store, cache.bias, first, at);
    for (let h = 0; h < heads; h++) {
      const from = base + Math.floor((h * keyHeads) / heads) * head * length;
      kernel.attend(cache, projected, row + h * head, from, normed, r * width + h * head, first, at);
    }
  }
  kernel.multiply(mixed, normed, layer.output, count);
  addRows(x, mixed, count * width);
}

/** Lets attention read the positions `first` … `last`; rows that read the same ones share the work. */
function openPositions({ open }: Store, bias: Float32Array, first: number, last: number): void {
  if (open[0] === first && open[1] === last) return;
  bias.fill(NEVER);
  bias.fill(0, first, last + 1);
  open[0] = first;
  open[1] = last;
}

/** Turns neighbouring pairs of every head of queries and keys by the angle of the position. */
function rotate({ projected, rotary, sizes: { head } }: Store, from: number, size: number, at: number): void {
  const half = head / 2;
  for (let i = 0; i < size; i += 2) {
    const turn = at * half + (i % head) / 2;
    const cosine = rotary.cosines[turn] as number;
    const sine = rotary.sines[turn] as number;
    const a = projected[from + i] as number;
    const b = projected[from + i + 1] as number;
    projected[from + i] = a * cosine - b * sine;
    projected[from + i + 1] = a * sine + b * cosine;
  }
}

function feedForward(store: Store, layer: LayerStore, count: number): void {
  const { kernel, sizes, x, normed, mixed, raised, active } = store;
  const { width, hidden, activation } = sizes;
  normRows(normed, x, layer.feedForwardNorm, count);
  kernel.multiply(raised, normed, layer.up, count);
  if (activation === "relu" && layer.up.rows === hidden) kernel.relu(active, raised, count * hidden);
  else activate(store, layer.up.rows, count);
  kernel.multiply(mixed, active, layer.down, count);
  addRows(x, mixed, count * width);
}

function activate({ sizes: { hidden, activation }, raised, active }: Store, stride: number, count: number): void {
  for (let r = 0; r < count; r++) {
    const from = r * stride;
    for (let i = 0; i < hidden; i++) {
      const z = raised[from + i] as number;
      active[r * hidden + i] = activation === "relu" ? Math.max(z, 0) : silu(z) * (raised[from + hidden + i] as number);
    }
  }
}

function silu(z: number): number {
  const e = expOfMinus(z < 0 ? -z : z);
  return (z < 0 ? z * e : z) / (1 + e);
}

function addRows(x: Float32Array, y: Float32Array, length: number): void {
  for (let i = 0; i < length; i++) x[i] = (x[i] as number) + (y[i] as number);
}

function normRows(out: Float32Array, x: Float32Array, gain: Float32Array, count: number): void {
  const width = gain.length;
  for (let r = 0; r < count; r++) {
    const from = r * width;
    let sum = 0;
    for (let i = 0; i < width; i++) sum += (x[from + i] as number) * (x[from + i] as number);
    const scale = 1 / Math.sqrt(sum / width + EPSILON);
    for (let i = 0; i < width; i++) out[from + i] = (x[from + i] as number) * scale * (gain[i] as number);
  }
}

import {
  createNetworkKernel,
  createTransformerKernel,
  type NetworkKernel,
  type TransformerKernel,
} from "../tensor/index.ts";
import { keyCount, mostRows, type TokenShape } from "./sequence-plan.ts";
import { type TransformerBlocks, transformerBlocks } from "./transformer-blocks.ts";
import { type RotaryTables, rotaryTables, type TransformerSizes } from "./transformer-config.ts";
import type { TransformerParameters } from "./transformer-parameters.ts";

/** What a norm takes in and gives. */
export interface NormStates {
  readonly x: Float32Array;
  readonly inverse: Float32Array;
  readonly normed: Float32Array;
}

/** What a layer leaves for its backward pass. */
export interface LayerStates {
  readonly before: NormStates;
  readonly qkv: Float32Array;
  /** [rows, heads, `stride`] */
  readonly weights: Float32Array;
  readonly attended: Float32Array;
  readonly between: NormStates;
  /** What goes into the activation; with relu the same as `active`. */
  readonly raised: Float32Array;
  readonly active: Float32Array;
}

/** Gradients at states; one layer after the other uses them. */
export interface StateGradients {
  readonly x: Float32Array;
  readonly normed: Float32Array;
  readonly qkv: Float32Array;
  readonly raised: Float32Array;
  readonly active: Float32Array;
  /** Probabilities, until they become the gradients of the logits. */
  readonly logits: Float32Array;
}

interface Arrays {
  /** All parameters end to end, their gradients and moments. */
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
  readonly layers: readonly LayerStates[];
  readonly final: NormStates;
  /** Logits, then log-probabilities. */
  readonly logits: Float32Array;
  readonly d: StateGradients;
  /** A row of zeros. */
  readonly zeros: Float32Array;
  /** Room for the largest matrix on its side. */
  readonly turned: Float32Array;
  /** Room for the byte offsets of the keys of a sequence plan. */
  readonly table: Float32Array;
}

/** How large batches may be. */
export interface TransformerRoom {
  readonly rows: number;
  /** Keys of the longest sequence. */
  readonly keys: number;
  /** Keys of all sequences. */
  readonly table: number;
}

/** The room a batch needs. */
export function roomFor(shape: TokenShape): TransformerRoom {
  const keys = keyCount(shape);
  return { rows: mostRows(shape), keys, table: (shape.prompts + shape.completions) * keys };
}

/** A transformer in the memory of a kernel, with room for batches. */
export interface TransformerMemory extends Arrays {
  readonly sizes: TransformerSizes;
  readonly room: TransformerRoom;
  readonly network: NetworkKernel;
  readonly kernel: TransformerKernel;
  readonly blocks: TransformerBlocks;
  /** Views of parameters and gradients. */
  readonly weights: TransformerParameters<Float32Array>;
  readonly slopes: TransformerParameters<Float32Array>;
  /** Numbers of attention weights from one head to the next. */
  readonly stride: number;
  /** Absent with learnt positions. */
  readonly rotary?: RotaryTables;
}

export function createTransformerMemory(sizes: TransformerSizes, room: TransformerRoom): TransformerMemory {
  const blocks = transformerBlocks(sizes);
  const stride = ((room.keys + 3) & ~3) + 4;
  let floats = 0;
  const nothing = new Float32Array(0);
  arraysOf(sizes, room, blocks, stride, (length) => {
    floats += length + 4;
    return nothing;
  });
  const network = createNetworkKernel(floats);
  const arrays = arraysOf(sizes, room, blocks, stride, network.allocate);
  return {
    ...arrays,
    ...{ sizes, room, network, kernel: createTransformerKernel(network), blocks, stride },
    weights: blocks.views(arrays.parameters),
    slopes: blocks.views(arrays.gradients),
    ...(sizes.positions === "rotary" ? { rotary: rotaryTables({ context: room.keys, head: sizes.head }) } : {}),
  };
}

function arraysOf(
  { width, heads, layers, qkv, up, hidden, activation }: TransformerSizes,
  { rows, table }: TransformerRoom,
  { size, columns }: TransformerBlocks,
  stride: number,
  allocate: (length: number) => Float32Array,
): Arrays {
  const matrix = (length: number): Float32Array => allocate(rows * length);
  const norm = (): NormStates => ({ x: matrix(width), inverse: matrix(1), normed: matrix(width) });
  const layer = (): LayerStates => {
    const [before, between, active] = [norm(), norm(), matrix(hidden)];
    const raised = activation === "relu" ? active : matrix(up);
    return {
      before,
      between,
      active,
      raised,
      qkv: matrix(qkv),
      weights: matrix(heads * stride),
      attended: matrix(width),
    };
  };
  const dRaised = matrix(up);
  const widest = Math.max(qkv, up, columns, hidden);
  return {
    ...{ parameters: allocate(size), gradients: allocate(size), mean: allocate(size), square: allocate(size) },
    layers: Array.from({ length: layers }, layer),
    final: norm(),
    logits: matrix(columns),
    d: {
      ...{ x: matrix(width), normed: matrix(width), qkv: matrix(qkv), logits: matrix(columns), raised: dRaised },
      active: activation === "relu" ? dRaised : matrix(hidden),
    },
    zeros: allocate(widest),
    turned: allocate(width * widest),
    table: allocate(table),
  };
}

import { type HostInput, hostArray } from "../tensor/index.ts";
import type { TransformerSizes } from "./transformer-config.ts";
import { mapTransformer, type TransformerParameters } from "./transformer-parameters.ts";

/** Where a matrix lies in a block of all parameters, row after row. */
interface MatrixPlace {
  readonly at: number;
  readonly rows: number;
  /** Numbers from one row to the next, a multiple of 8. */
  readonly stride: number;
  readonly shape: readonly number[];
}

/** How all parameters of a transformer lie end to end in one block, and how trees get in and out of it. */
export interface TransformerBlocks {
  /** Numbers of a block. */
  readonly size: number;
  /** Columns of the head: the vocabulary, filled up to a multiple of 8. */
  readonly columns: number;
  views(block: Float32Array): TransformerParameters<Float32Array>;
  read(block: Float32Array): TransformerParameters;
  write(block: Float32Array, tree: TransformerParameters): void;
}

/** The order is that of `transformerParameters`; what fills the head up is 0 and stays 0. */
export function transformerBlocks(sizes: TransformerSizes): TransformerBlocks {
  const { tree, size } = placesOf(sizes);
  const columns = (sizes.vocabulary + 7) & ~7;
  return {
    size,
    columns,
    views: (block) => mapTransformer(tree, ({ at, rows, stride }) => block.subarray(at, at + rows * stride)),
    read: (block) => mapTransformer(tree, (place) => readMatrix(block, place)),
    write: (block, given) => {
      const leaves = leavesOf(given);
      leavesOf(tree).forEach((place, i) => {
        writeMatrix(block, place, (leaves[i] as HostInput).data);
      });
    },
  };
}

function placesOf(sizes: TransformerSizes): { tree: TransformerParameters<MatrixPlace>; size: number } {
  const { vocabulary, context, width, layers, hidden, qkv, up, positions, tied } = sizes;
  let size = 0;
  const place = (...shape: readonly number[]): MatrixPlace => {
    const [rows, length] = shape.length === 1 ? [1, shape[0] as number] : (shape as [number, number]);
    const stride = (length + 7) & ~7;
    const at = size;
    size += rows * stride;
    return { at, rows, stride, shape };
  };
  const layer = () => ({
    attentionNorm: place(width),
    qkv: place(width, qkv),
    output: place(width, width),
    feedForwardNorm: place(width),
    up: place(width, up),
    down: place(hidden, width),
  });
  const tree = {
    embedding: place(vocabulary, width),
    ...(positions === "learnt" ? { positions: place(context, width) } : {}),
    layers: Array.from({ length: layers }, layer),
    finalNorm: place(width),
    ...(tied ? {} : { head: place(width, vocabulary) }),
  };
  return { tree, size };
}

function leavesOf<T>(tree: TransformerParameters<T>): T[] {
  const leaves: T[] = [];
  mapTransformer(tree, (leaf) => leaves.push(leaf));
  return leaves;
}

function readMatrix(block: Float32Array, { at, rows, stride, shape }: MatrixPlace): HostInput {
  const length = shape.at(-1) as number;
  const out = hostArray(shape);
  for (let r = 0; r < rows; r++) {
    out.data.set(block.subarray(at + r * stride, at + r * stride + length), r * length);
  }
  return out;
}

function writeMatrix(block: Float32Array, { at, rows, stride, shape }: MatrixPlace, data: HostInput["data"]): void {
  const length = shape.at(-1) as number;
  for (let r = 0; r < rows; r++) block.set(data.subarray(r * length, (r + 1) * length), at + r * stride);
}

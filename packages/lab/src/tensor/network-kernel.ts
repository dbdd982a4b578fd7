import { RewardError } from "@guerdon/core/error";
import { networkKernelBytes } from "./network-kernel-bytes.ts";

/** As much of WebAssembly as is used here: its types belong to browsers. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
}

interface Exports {
  product(
    x: number,
    xRow: number,
    xColumn: number,
    w: number,
    base: number,
    baseRow: number,
    y: number,
    rows: number,
    inner: number,
    width: number,
  ): void;
  tanh(y: number, end: number): void;
  relu(y: number, end: number): void;
  tanhSlope(y: number, h: number, end: number): void;
  reluSlope(y: number, h: number, end: number): void;
  accumulate(y: number, d: number, end: number): void;
  adam(y: number, g: number, m: number, v: number, end: number, ...numbers: number[]): void;
  squares(y: number, end: number): number;
}

/** A matrix by the distance, in numbers, between its rows and between its columns. */
export interface Strided {
  readonly data: Float32Array;
  readonly row: number;
  readonly column: number;
}

/** What AdamW multiplies with in one step. */
export interface AdamNumbers {
  /** Of the gradient, when it is clipped. */
  readonly scale: number;
  readonly beta1: number;
  readonly beta2: number;
  /** lr / (1 − β₁ᵗ) */
  readonly pace: number;
  /** 1 / (1 − β₂ᵗ) */
  readonly correction: number;
  readonly epsilon: number;
  /** 1 − lr·weightDecay */
  readonly keep: number;
}

/**
 * Memory with the loops of a multi-layer perceptron in WebAssembly, four lanes at a time.
 *
 * All arrays must have been allocated from it; lengths are multiples of 4, rows of 4, columns of 8. No fused
 * multiply-add: the bits are the same in every version of Node.
 */
export interface NetworkKernel {
  /** What other modules of WebAssembly have to import to work on the same arrays. */
  readonly memory: object;
  /** Zeros that live as long as the kernel. */
  allocate(length: number): Float32Array;
  /**
   * y = x·w + base; a transposed x is one whose strides are swapped, and `base` may be y.
   *
   * @param baseRow - numbers from one row of the base to the next: 0 for a bias
   * @shape x [rows, inner], w [inner, columns], base [columns] or [rows, columns] → y [rows, columns]
   */
  product(
    x: Strided,
    w: Float32Array,
    base: Float32Array,
    y: Float32Array,
    rows: number,
    inner: number,
    columns: number,
    baseRow?: number,
  ): void;
  activate(kind: "tanh" | "relu", y: Float32Array, count: number): void;
  /** d ← d · the slope of the activation whose results are h. */
  slope(kind: "tanh" | "relu", d: Float32Array, h: Float32Array, count: number): void;
  /**
   * y = Σ_r d[r].
   *
   * @shape d [rows, columns] → y [columns]
   */
  columnSums(d: Float32Array, y: Float32Array, rows: number, columns: number): void;
  adam(
    parameters: Float32Array,
    gradient: Float32Array,
    mean: Float32Array,
    square: Float32Array,
    numbers: AdamNumbers,
  ): void;
  /** Σ y² */
  squares(y: Float32Array): number;
}

const PAGE = 65536;
const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Engine };
let compiled: object | undefined;

/**
 * Starts a kernel with room for so many numbers.
 *
 * @param floats - numbers that will be allocated, with 4 for each allocation
 */
export function createNetworkKernel(floats: number): NetworkKernel {
  compiled ??= new WebAssembly.Module(networkKernelBytes());
  const memory = new WebAssembly.Memory({ initial: Math.ceil((4 * floats) / PAGE) + 1 });
  const run = new WebAssembly.Instance(compiled, { host: { memory } }).exports;
  let used = 0;
  return {
    memory,
    allocate: (length) => {
      const from = used;
      used = (from + length + 3) & ~3;
      if (4 * used > memory.buffer.byteLength) throw full(memory.buffer.byteLength / 4, used);
      return new Float32Array(memory.buffer, 4 * from, length);
    },
    product: (x, w, base, y, rows, inner, columns, baseRow = 0) =>
      run.product(
        ...([x.data.byteOffset, 4 * x.row, 4 * x.column, w.byteOffset] as const),
        ...([base.byteOffset, 4 * baseRow, y.byteOffset, rows, inner, 4 * columns] as const),
      ),
    activate: (kind, y, count) => run[kind](y.byteOffset, y.byteOffset + 4 * count),
    slope: (kind, d, h, count) => run[`${kind}Slope`](d.byteOffset, h.byteOffset, d.byteOffset + 4 * count),
    columnSums: (d, y, rows, columns) => {
      y.fill(0, 0, columns);
      const [to, from, width] = [y.byteOffset, d.byteOffset, 4 * columns];
      for (let r = 0; r < rows; r++) run.accumulate(to, from + r * width, to + width);
    },
    adam: (parameters, gradient, mean, square, { scale, beta1, beta2, pace, correction, epsilon, keep }) => {
      const [p, end] = [parameters.byteOffset, parameters.byteOffset + 4 * parameters.length];
      const numbers = [scale, beta1, 1 - beta1, beta2, 1 - beta2, pace, correction, epsilon, keep];
      run.adam(p, gradient.byteOffset, mean.byteOffset, square.byteOffset, end, ...numbers);
    },
    squares: (y) => run.squares(y.byteOffset, y.byteOffset + 4 * y.length),
  };
}

function full(fits: number, used: number): RewardError {
  return new RewardError("GUERDON_SHAPE", `Expected at most ${fits} numbers to be allocated, got ${used}.`, {
    hint: "Create the kernel with more room.",
    details: { fits, used },
  });
}

import { RewardError } from "@guerdon/core/error";
import { attendCode } from "./attend-code.ts";
import { multiplyCode } from "./multiply-code.ts";
import { reluCode } from "./relu-code.ts";
import { wasmModule } from "./wasm-module.ts";

/** A matrix [rows, columns] in panels of eight rows: panel p holds rows 8p … 8p + 7 side by side for each column. */
export interface PackedMatrix {
  /** Rows, filled up with zeros to a multiple of 8. */
  readonly rows: number;
  /** Columns; an even number. */
  readonly columns: number;
  readonly data: Float32Array;
}

/** What one head of attention reads: positions in lines of `length`, one line for each number of a head. */
export interface AttentionLines {
  /** Numbers of a head, a multiple of 8. */
  readonly head: number;
  /** Positions of a line, a multiple of 4. */
  readonly length: number;
  /** Room for the weights of all positions. */
  readonly scores: Float32Array;
  /** [length] 0 for positions that are read, −1e30 for others. */
  readonly bias: Float32Array;
  readonly keys: Float32Array;
  readonly values: Float32Array;
}

/** Memory with functions in WebAssembly: what they work on must have been allocated from it. */
export interface MatrixKernel {
  /** Zeros that live as long as the kernel. */
  allocate(length: number): Float32Array;
  /** Room for a matrix; rows are rounded up to a multiple of 8. */
  allocateMatrix(rows: number, columns: number): PackedMatrix;
  /**
   * y = x·Wᵀ for the first `count` rows of x.
   *
   * @shape x [count, columns], W [rows, columns] → y [count, rows]
   */
  multiply(y: Float32Array, x: Float32Array, w: PackedMatrix, count: number): void;
  /** y = max(x, 0) for the first `length` numbers, a multiple of 4. */
  relu(y: Float32Array, x: Float32Array, length: number): void;
  /**
   * One head of attention: out = Σ_t softmax_t(q·k_t/√d + bias_t)·v_t over the positions `first` … `last`.
   *
   * @param q - where in `query` the head begins
   * @param from - where in keys and values the lines of the head begin
   * @param to - where in `out` the result goes
   */
  attend(
    lines: AttentionLines,
    query: Float32Array,
    q: number,
    from: number,
    out: Float32Array,
    to: number,
    first: number,
    last: number,
  ): void;
}

const PAGE = 65536;

/** As much of WebAssembly as is used here: its types belong to browsers. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (
    module: object,
    imports: { readonly host: { readonly memory: object } },
  ) => {
    readonly exports: {
      multiply(y: number, x: number, w: number, rows: number, columns: number, count: number): void;
      attend(...numbers: number[]): void;
      relu(y: number, x: number, end: number): void;
    };
  };
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Engine };
let compiled: object | undefined;

/**
 * Starts a kernel with room for so many numbers.
 *
 * Plain loops of V8 reach about 2·10⁹ multiplications a second on one core, four lanes of WebAssembly four to six times as many.
 *
 * @param floats - numbers that will be allocated, with 8 for each allocation
 */
export function createMatrixKernel(floats: number): MatrixKernel {
  compiled ??= new WebAssembly.Module(wasmModule([multiplyCode(), attendCode(), reluCode()]));
  const memory = new WebAssembly.Memory({ initial: Math.ceil((4 * floats) / PAGE) + 1 });
  const run = new WebAssembly.Instance(compiled, { host: { memory } }).exports;
  let used = 0;
  const allocate = (length: number): Float32Array => {
    const from = used;
    used = (from + length + 3) & ~3;
    if (4 * used > memory.buffer.byteLength) {
      const fits = memory.buffer.byteLength / 4;
      throw new RewardError("GUERDON_SHAPE", `Expected at most ${fits} numbers to be allocated, got ${used}.`, {
        hint: "Create the kernel with more room.",
        details: { fits, used },
      });
    }
    return new Float32Array(memory.buffer, 4 * from, length);
  };
  return {
    allocate,
    allocateMatrix: (rows, columns) => {
      const filled = (rows + 7) & ~7;
      return { rows: filled, columns, data: allocate(filled * columns) };
    },
    multiply: (y, x, w, count) => {
      if (count > 0) run.multiply(y.byteOffset, x.byteOffset, w.data.byteOffset, w.rows, w.columns, count);
    },
    relu: (y, x, length) => {
      if (length > 0) run.relu(y.byteOffset, x.byteOffset, y.byteOffset + 4 * length);
    },
    attend: ({ head, length, scores, bias, keys, values }, query, q, from, out, to, first, last) => {
      run.attend(
        query.byteOffset + 4 * q,
        keys.byteOffset + 4 * from,
        values.byteOffset + 4 * from,
        scores.byteOffset,
        bias.byteOffset,
        out.byteOffset + 4 * to,
        head,
        4 * length,
        4 * (first & ~3),
        4 * ((last & ~3) + 4),
        1 / Math.sqrt(head),
      );
    },
  };
}

/**
 * Writes a matrix into panels.
 *
 * @param values - [columns, rows] as layers keep their weights, or [rows, columns] with `byRow`
 * @param firstRow - row of the packed matrix at which to begin
 */
export function packMatrix(
  into: PackedMatrix,
  values: ArrayLike<number>,
  rows: number,
  { byRow = false, firstRow = 0 }: { readonly byRow?: boolean; readonly firstRow?: number } = {},
): void {
  const { columns, data } = into;
  const [rowStep, columnStep] = byRow ? [columns, 1] : [1, rows];
  for (let r = 0; r < rows; r++) {
    const row = firstRow + r;
    const panel = (row >> 3) * 8 * columns + (row & 7);
    for (let i = 0; i < columns; i++) data[panel + 8 * i] = values[r * rowStep + i * columnStep] as number;
  }
}

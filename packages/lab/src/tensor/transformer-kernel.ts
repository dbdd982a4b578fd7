import { attend, attendBack } from "./attend.ts";
import { gate, gateBack } from "./gate.ts";
import type { NetworkKernel } from "./network-kernel.ts";
import { norm, normBack } from "./norm.ts";
import { wasmModule } from "./wasm-module.ts";

/** One query of one head and what it reads; all places are addresses in bytes. */
export interface AttentionPlaces {
  query: number;
  /** Row 0 of the keys and of the values of the head. */
  keys: number;
  values: number;
  /** How far the row of each key lies from row 0, in bytes. */
  table: number;
  tableEnd: number;
  /** As many as there are keys; three more are written over. */
  weights: number;
  output: number;
}

/**
 * The loops of a transformer that are not products, on the memory of a network kernel, four lanes at a time.
 *
 * Rows and heads are multiples of 8 numbers.
 */
export interface TransformerKernel {
  /** weights = softmax_j(q·k_j / √head), output = Σ_j weights_j·v_j. */
  attend(places: AttentionPlaces, head: number): void;
  /**
   * Adds to the gradients of query, keys and values of one `attend`.
   *
   * @param apart - from queries, keys and values to their gradients, in bytes
   * @param d - address of the gradient at the output
   */
  attendBack(places: AttentionPlaces, head: number, apart: number, d: number): void;
  /**
   * y = x·inverse·gain, inverse = 1/√(mean x² + 1e-5).
   *
   * @shape x [rows, columns], gain [columns] → y [rows, columns], inverse [rows]
   */
  norm(x: Float32Array, gain: Float32Array, y: Float32Array, inverse: Float32Array): void;
  /** Adds to the gradients of x and gain for d at the y of `norm`. */
  normBack(
    d: Float32Array,
    of: { readonly x: Float32Array; readonly gain: Float32Array; readonly inverse: Float32Array },
    dx: Float32Array,
    dgain: Float32Array,
  ): void;
  /**
   * y = silu(a)·b.
   *
   * @shape both [rows, 2·columns]: a and b side by side → y [rows, columns]
   */
  gate(both: Float32Array, y: Float32Array, columns: number): void;
  /** Writes the gradient of `both` for d at y. */
  gateBack(both: Float32Array, d: Float32Array, dboth: Float32Array, columns: number): void;
}

/** As much of WebAssembly as is used here: its types belong to browsers. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: { readonly [name: string]: (...numbers: number[]) => void } };
}

const EPSILON = 1e-5;
const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Engine };
let compiled: object | undefined;

/** @param network - whose memory all arrays were allocated from */
export function createTransformerKernel({ memory }: Pick<NetworkKernel, "memory">): TransformerKernel {
  compiled ??= new WebAssembly.Module(wasmModule([attend, attendBack, norm, normBack, gate, gateBack]));
  const run = new WebAssembly.Instance(compiled, { host: { memory } }).exports as {
    readonly [name in "attend" | "attendBack" | "norm" | "normBack" | "gate" | "gateBack"]: (
      ...numbers: number[]
    ) => void;
  };
  const end = (array: Float32Array): number => array.byteOffset + array.byteLength;
  return {
    attend: ({ query, keys, values, table, tableEnd, weights, output }, head) =>
      run.attend(query, keys, values, table, tableEnd, weights, output, 4 * head, 1 / Math.sqrt(head)),
    attendBack: ({ query, keys, values, table, tableEnd, weights, output }, head, apart, d) => {
      const [dq, dk, dv, scale] = [query + apart, keys + apart, values + apart, 1 / Math.sqrt(head)];
      run.attendBack(query, keys, values, dq, dk, dv, table, tableEnd, weights, d, output, 4 * head, scale);
    },
    norm: (x, gain, y, inverse) =>
      run.norm(
        ...([x.byteOffset, end(x), gain.byteOffset, y.byteOffset, inverse.byteOffset, gain.byteLength] as const),
        ...([1 / gain.length, EPSILON] as const),
      ),
    normBack: (d, { x, gain, inverse }, dx, dgain) =>
      run.normBack(
        ...([d.byteOffset, end(d), x.byteOffset, gain.byteOffset, inverse.byteOffset, dx.byteOffset] as const),
        ...([dgain.byteOffset, gain.byteLength, 1 / gain.length] as const),
      ),
    gate: (both, y, columns) => run.gate(both.byteOffset, y.byteOffset, end(y), 4 * columns),
    gateBack: (both, d, dboth, columns) =>
      run.gateBack(both.byteOffset, d.byteOffset, end(d), dboth.byteOffset, 4 * columns),
  };
}

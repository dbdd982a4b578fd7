import type { Json } from "@guerdon/core/signal";

/** A column of numbers. */
type NumberArray = Float64Array | Int32Array | Uint8Array;

const KINDS = { Float64Array, Int32Array, Uint8Array } as const;
type Kind = keyof typeof KINDS;

interface Head {
  readonly head: Json;
  readonly arrays: readonly (readonly [Kind, number])[];
}

/**
 * Puts JSON and columns of numbers into bytes: the length of the head, the head as JSON, the columns one after the other,
 * each from a multiple of 8. Bits are kept, those of −0 too.
 *
 * ```ts
 * unpackArrays(packArrays({ a: 1 }, [Float64Array.of(-0)])) // { head: { a: 1 }, arrays: [Float64Array [-0]] }
 * ```
 */
export function packArrays(head: Json, arrays: readonly NumberArray[]): Uint8Array {
  const shapes = arrays.map((array) => [array.constructor.name as Kind, array.length] as const);
  const text = Buffer.from(JSON.stringify({ head, arrays: shapes } satisfies Head));
  const start = aligned(4 + text.length);
  const bytes = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + aligned(byteLength), start));
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let at = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += aligned(array.byteLength);
  }
  return bytes;
}

/** Reads what `packArrays` wrote; the columns are copies. */
export function unpackArrays(bytes: Uint8Array): { readonly head: Json; readonly arrays: readonly NumberArray[] } {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const { head, arrays } = JSON.parse(Buffer.from(bytes.subarray(4, 4 + length)).toString("utf8")) as Head;
  let at = aligned(4 + length);
  const read = arrays.map(([kind, count]) => {
    const size = count * KINDS[kind].BYTES_PER_ELEMENT;
    const copy = new Uint8Array(bytes.subarray(at, at + size));
    at += aligned(size);
    return new KINDS[kind](copy.buffer, 0, count);
  });
  return { head, arrays: read };
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

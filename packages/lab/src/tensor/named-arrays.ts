import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { RewardError } from "@guerdon/core/error";

const TYPES = { F64: Float64Array, F32: Float32Array, I32: Int32Array, U8: Uint8Array } as const;

/** Numbers that a file of safetensors can hold here. */
export type NumberArray = Float64Array | Float32Array | Int32Array | Uint8Array;

export interface NamedArray {
  readonly data: NumberArray;
  readonly shape: readonly number[];
}

export interface NamedArrays {
  readonly arrays: { readonly [name: string]: NamedArray };
  /** Text that is kept with the file. */
  readonly metadata: { readonly [key: string]: string };
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * Writes arrays as safetensors: 8 bytes of length, a JSON header, the numbers.
 *
 * The file appears whole or not at all: it is written beside its place and renamed.
 */
export function writeNamedArrays(file: string, content: NamedArrays): void {
  const beside = `${file}.part`;
  writeFileSync(beside, encode(content));
  renameSync(beside, file);
}

/**
 * Reads a file of safetensors.
 *
 * @throws RewardError GUERDON_FILE when the file is not whole safetensors of F64, F32, I32 or U8
 */
export function readNamedArrays(file: string): NamedArrays {
  try {
    return decode(new Uint8Array(readFileSync(file)));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RewardError("GUERDON_FILE", `Expected ${file} to be a safetensors file: ${why}`, { cause });
  }
}

function encode({ arrays, metadata }: NamedArrays): Uint8Array {
  const header: { [name: string]: unknown } = { __metadata__: metadata };
  let end = 0;
  for (const [name, { data, shape }] of Object.entries(arrays)) {
    const dtype = Object.entries(TYPES).find(([, type]) => data instanceof type)?.[0];
    header[name] = { dtype, shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(text.length / 8) * 8;
  const out = new Uint8Array(8 + padded + end).fill(0x20, 8, 8 + padded);
  new DataView(out.buffer).setBigUint64(0, BigInt(padded), true);
  out.set(text, 8);
  let at = 8 + padded;
  for (const { data } of Object.values(arrays)) {
    out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return out;
}

function decode(bytes: Uint8Array): NamedArrays {
  if (bytes.length < 8) throw new RangeError(`it has ${bytes.length} bytes.`);
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  if (length > bytes.length - 8) throw new RangeError("its header is longer than the file.");
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as { [name: string]: Entry };
  const { __metadata__: metadata = {}, ...entries } = header;
  const body = bytes.subarray(8 + length);
  const arrays = Object.entries(entries).map(([name, entry]) => [name, arrayOf(name, entry, body)] as const);
  return { arrays: Object.fromEntries(arrays), metadata: metadata as { [key: string]: string } };
}

function arrayOf(name: string, { dtype, shape, data_offsets: [start, end] }: Entry, body: Uint8Array): NamedArray {
  const type = TYPES[dtype as keyof typeof TYPES];
  if (type === undefined) throw new TypeError(`\`${name}\` holds ${dtype}, not ${Object.keys(TYPES).join(", ")}.`);
  const bytes = body.slice(start, end);
  const wanted = shape.reduce((size, side) => size * side, type.BYTES_PER_ELEMENT);
  if (bytes.length !== wanted) throw new RangeError(`\`${name}\` needs ${wanted} bytes and has ${bytes.length}.`);
  return { data: new type(bytes.buffer), shape };
}

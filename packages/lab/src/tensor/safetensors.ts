import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { RewardError } from "@guerdon/core/error";
import { hostLeaves, mapHost, sizeOf } from "./host-tree.ts";
import type { HostInput, HostTree } from "./model.ts";

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

type Header = { readonly [name: string]: Entry } & { readonly __metadata__?: { readonly [key: string]: string } };

/**
 * Writes a tree as safetensors: 8 bytes of length, a JSON header, the numbers. A path of keys is a name, `a.0.weight`.
 *
 * The file appears whole or not at all: it is written beside its place and renamed.
 *
 * @param metadata - text that is kept with the file
 */
export function writeSafetensors(
  file: string,
  tree: HostTree,
  metadata: { readonly [key: string]: string } = {},
): void {
  const beside = `${file}.part`;
  writeFileSync(beside, encodeSafetensors(tree, metadata));
  renameSync(beside, file);
}

/**
 * Reads a file of safetensors into a tree of the form of `like`.
 *
 * @throws RewardError GUERDON_FILE when the file is not whole safetensors; GUERDON_SHAPE when an array is missing or has another shape
 */
export function readSafetensors(file: string, like: HostTree): HostTree {
  const { header, body } = parse(file);
  return mapHost(like, (wanted, name) => {
    const entry = header[name];
    const shape = entry === undefined ? "none" : `[${entry.shape}]`;
    if (entry === undefined || shape !== `[${wanted.shape}]`) {
      throw new RewardError(
        "GUERDON_SHAPE",
        `Expected \`${name}\` of ${file} to have shape [${wanted.shape}], got ${shape}.`,
      );
    }
    return arrayOf(file, name, entry, body);
  });
}

/** The text that was kept with a file of safetensors. */
export function readSafetensorsMetadata(file: string): { readonly [key: string]: string } {
  return parse(file).header.__metadata__ ?? {};
}

function encodeSafetensors(tree: HostTree, metadata: { readonly [key: string]: string }): Uint8Array {
  const header: { [name: string]: unknown } = { __metadata__: metadata };
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const [name, { data, shape }] of hostLeaves(tree)) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    header[name] = {
      dtype: data instanceof Int32Array ? "I32" : "F32",
      shape,
      data_offsets: [end, end + bytes.length],
    };
    end += bytes.length;
    parts.push(bytes);
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(text.length / 8) * 8;
  const out = new Uint8Array(8 + padded + end).fill(0x20, 8, 8 + padded);
  new DataView(out.buffer).setBigUint64(0, BigInt(padded), true);
  out.set(text, 8);
  let at = 8 + padded;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function parse(file: string): { readonly header: Header; readonly body: Uint8Array } {
  try {
    const bytes = new Uint8Array(readFileSync(file));
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    if (length > bytes.length - 8) throw new RangeError("The header is longer than the file.");
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Header;
    return { header, body: bytes.subarray(8 + length) };
  } catch (cause) {
    throw new RewardError("GUERDON_FILE", `Expected ${file} to be a safetensors file.`, { cause });
  }
}

function arrayOf(
  file: string,
  name: string,
  { dtype, shape, data_offsets: [start, end] }: Entry,
  body: Uint8Array,
): HostInput {
  const bytes = body.slice(start, end);
  if (bytes.length !== 4 * sizeOf(shape) || (dtype !== "F32" && dtype !== "I32")) {
    throw new RewardError(
      "GUERDON_FILE",
      `Expected \`${name}\` of ${file} to be ${sizeOf(shape)} numbers of F32 or I32, got ${bytes.length} bytes of ${dtype}.`,
    );
  }
  return { data: dtype === "I32" ? new Int32Array(bytes.buffer) : new Float32Array(bytes.buffer), shape };
}

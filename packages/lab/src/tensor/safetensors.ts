import { RewardError } from "@guerdon/core/error";
import { hostLeaves, mapHost } from "./host-array.ts";
import type { HostTree } from "./model.ts";
import { type NamedArray, readNamedArrays, writeNamedArrays } from "./named-arrays.ts";

/**
 * Writes a tree as a file of safetensors; the path of keys to an array is its name, `a.0.weight`.
 *
 * @param metadata - text that is kept with the file
 */
export function writeSafetensors(
  file: string,
  tree: HostTree,
  metadata: { readonly [key: string]: string } = {},
): void {
  writeNamedArrays(file, { arrays: Object.fromEntries(hostLeaves(tree)), metadata });
}

/**
 * Reads a file of safetensors into a tree of the form of `like`.
 *
 * @throws RewardError GUERDON_FILE when the file is not whole; GUERDON_SHAPE when an array is missing or has another shape
 */
export function readSafetensors(file: string, like: HostTree): HostTree {
  const { arrays } = readNamedArrays(file);
  return mapHost(like, (wanted, name) => {
    const found: NamedArray | undefined = arrays[name];
    const fits = found !== undefined && String(found.shape) === String(wanted.shape);
    if (fits && found.data.constructor === wanted.data.constructor) {
      return { data: found.data as Float32Array | Int32Array, shape: wanted.shape };
    }
    const got = found === undefined ? "none" : `${found.data.constructor.name} [${found.shape}]`;
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected \`${name}\` of ${file} to be ${wanted.data.constructor.name} [${wanted.shape}], got ${got}.`,
      { hint: "Load the parameters into a model of the size they were saved from." },
    );
  });
}

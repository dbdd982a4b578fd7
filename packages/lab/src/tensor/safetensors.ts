import { RewardError } from "@guerdon/core/error";
import { hostLeaves, mapHost } from "./host-tree.ts";
import type { HostInput, HostTree } from "./model.ts";
import { readNamedArrays, writeNamedArrays } from "./named-arrays.ts";

/**
 * Writes a tree as safetensors; a path of keys is a name, `a.0.weight`. The file appears whole or not at all.
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
 * @throws RewardError GUERDON_FILE when the file is not whole safetensors; GUERDON_SHAPE when an array is missing or has
 * another shape or type
 */
export function readSafetensors(file: string, like: HostTree): HostTree {
  const { arrays } = readNamedArrays(file);
  return mapHost(like, (wanted, name) => {
    const found = arrays[name];
    if (found === undefined || describe(found as HostInput) !== describe(wanted)) {
      throw new RewardError(
        "GUERDON_SHAPE",
        `Expected \`${name}\` of ${file} to be ${describe(wanted)}, got ${found === undefined ? "nothing" : describe(found as HostInput)}.`,
        { hint: "Read it into a model of the shapes it was written from.", details: { file, name } },
      );
    }
    return found as HostInput;
  });
}

/** The text that was kept with a file of safetensors. */
export function readSafetensorsMetadata(file: string): { readonly [key: string]: string } {
  return readNamedArrays(file).metadata;
}

function describe({ data, shape }: HostInput): string {
  return `${data.constructor.name} [${shape}]`;
}

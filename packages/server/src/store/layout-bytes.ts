import type { Layout } from "@guerdon/core/signal";
import { packArrays, unpackArrays } from "./pack-arrays.ts";

/** A layout as bytes. */
export function layoutToBytes({ groupOf, stepOffsets, tokenOffsets, stepOfToken, groupKeys }: Layout): Uint8Array {
  const arrays = [groupOf, stepOffsets, tokenOffsets, ...(stepOfToken === undefined ? [] : [stepOfToken])];
  return packArrays({ groupKeys: groupKeys ?? null }, arrays);
}

/** Reads what `layoutToBytes` wrote. */
export function layoutFromBytes(bytes: Uint8Array): Layout {
  const { head, arrays } = unpackArrays(bytes);
  const { groupKeys } = head as { readonly groupKeys: readonly string[] | null };
  const [groupOf, stepOffsets, tokenOffsets, stepOfToken] = arrays as [Int32Array, Int32Array, Int32Array, Int32Array?];
  return {
    groupOf,
    stepOffsets,
    tokenOffsets,
    ...(stepOfToken === undefined ? {} : { stepOfToken }),
    ...(groupKeys === null ? {} : { groupKeys }),
  };
}

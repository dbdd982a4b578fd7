/**
 * What is left of a name when the ways to write it are left out: `lengthStep`, `length-step` and `Length step` have one
 * key, and so have `gate` and `gate(format)`.
 *
 * ```ts doctest
 * import { nameKey } from "./name-key.ts";
 * [nameKey("lengthStep"), nameKey("length-step"), nameKey("relative(f)")] // => ["lengthstep", "lengthstep", "relative"]
 * ```
 */
export function nameKey(name: string): string {
  return name
    .replaceAll(/[([{][^)\]}]*[)\]}]/g, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}+]/gu, "");
}

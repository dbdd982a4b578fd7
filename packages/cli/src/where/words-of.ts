/**
 * The words of a text in small letters: `lengthStep`, `length-step` and `length step` have the same two.
 *
 * ```ts doctest
 * import { wordsOf } from "./words-of.ts";
 * wordsOf("groupRelative @2: GRPO/trl") // => ["group", "relative", "2", "grpo", "trl"]
 * ```
 */
export function wordsOf(text: string): readonly string[] {
  const apart = text.replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2");
  return apart.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

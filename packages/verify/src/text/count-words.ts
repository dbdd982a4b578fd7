import { isSpace } from "./is-space.ts";

/**
 * Counts the runs of characters between white space.
 *
 * ```ts doctest
 * import { countWords } from "@guerdon/verify/text";
 * countWords("  two words ") // => 2
 * ```
 */
export function countWords(text: string): number {
  let count = 0;
  let inWord = false;
  for (let i = 0; i < text.length; i++) {
    const space = isSpace(text.charCodeAt(i));
    if (!space && !inWord) count++;
    inWord = !space;
  }
  return count;
}

/**
 * Counts Unicode code points: an emoji outside the basic plane is one character, not two.
 *
 * ```ts doctest
 * import { countCharacters } from "@guerdon/verify/text";
 * [countCharacters("né"), countCharacters("👍")] // => [2, 1]
 * ```
 */
export function countCharacters(text: string): number {
  let count = text.length;
  for (let i = 0; i + 1 < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) !== 0xd800) continue;
    if ((text.charCodeAt(i + 1) & 0xfc00) !== 0xdc00) continue;
    count--;
    i++;
  }
  return count;
}

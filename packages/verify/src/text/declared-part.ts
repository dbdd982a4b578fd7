/**
 * The part of an output in which an answer is declared: what follows the thoughts and, in it, the last `<answer>` section.
 *
 * Without thoughts or section it is the text itself; after thoughts that end the text there is nothing.
 *
 * ```ts doctest
 * import { declaredPart } from "@guerdon/verify/text";
 * declaredPart("<think>perhaps 5</think><answer>6</answer>") // => "6"
 * ```
 */
export function declaredPart(text: string): string {
  const thoughts = text.lastIndexOf("</think>");
  const from = thoughts < 0 ? 0 : thoughts + 8;
  const close = text.lastIndexOf("</answer>");
  const open = text.lastIndexOf("<answer>", close < 0 ? text.length : close);
  if (open >= from) return text.slice(open + 8, close > open ? close : text.length);
  return from === 0 ? text : text.slice(from);
}

import type { Json } from "@guerdon/core/signal";

/**
 * The reference texts of a row: a text, a number, or a list of them; or what is wrong with them.
 *
 * @param emptyAllowed - whether a reference may be an empty text
 */
export function goldTexts(
  expected: Json | undefined,
  emptyAllowed = false,
): readonly string[] | { readonly why: string } {
  const list = Array.isArray(expected) ? (expected as readonly Json[]) : [expected];
  if (list.length === 0) return { why: "Expected `expected` to hold at least one text, got an empty list." };
  const texts: string[] = [];
  for (const one of list) {
    if (typeof one !== "string" && typeof one !== "number" && typeof one !== "boolean") {
      const got = one === null ? "null" : Array.isArray(one) ? "a list" : typeof one;
      return { why: `Expected \`expected\` to be a text or a list of texts, got ${got}.` };
    }
    const text = String(one);
    if (!emptyAllowed && text.trim() === "") return { why: "Expected `expected` to hold text, got an empty one." };
    texts.push(text);
  }
  return texts;
}

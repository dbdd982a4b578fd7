import type { Json } from "@guerdon/core/signal";
import { parseStrict } from "./parse-strict.ts";

/** A parsed value, what is wrong with the text, or which limit it breaks. */
export type Repaired = { readonly value: Json } | { readonly why: string } | { readonly limit: string };

type Repair = (text: string) => string;

let repair: Promise<Repair> | undefined;

/** Loads the repairer on first use. */
export function loadRepair(): Promise<Repair> {
  repair ??= import("jsonrepair").then(({ jsonrepair }) => jsonrepair);
  return repair;
}

/**
 * Parses a text after mending quotes, commas, comments, escapes and a missing end.
 *
 * Only what begins as an object or list is mended: a repairer turns any prose into a valid JSON string.
 */
export function repairJson(text: string, repairer: Repair, limitCharacters: number): Repaired {
  const strict = parseStrict(text);
  if (strict !== undefined) return strict;
  if (!/^\s*[{[]/u.test(text.slice(0, 1000))) return { why: "the text does not begin as a JSON object or list" };
  if (text.length > limitCharacters) return { limit: `at most ${limitCharacters} characters, got ${text.length}` };
  try {
    const mended = parseStrict(repairer(text));
    return mended ?? { why: "the text cannot be repaired to JSON" };
  } catch (error) {
    if (error instanceof RangeError) return { limit: "less nesting than exhausts the stack" };
    return { why: "the text cannot be repaired to JSON" };
  }
}

import type { Json } from "@guerdon/core/signal";

/** One search by the JavaScript engine: what it looks for and where. */
export interface NativeSearch {
  readonly pattern: string;
  readonly flags: string;
  readonly group: number | string;
  readonly text: string;
}

/**
 * Runs one search with the JavaScript engine, which can take exponential time: call it where it can be killed.
 *
 * @returns the text of the group, or null when nothing matches
 */
export function nativeMatch(input: Json): Json {
  const { pattern, flags, group, text } = input as unknown as NativeSearch;
  const match = new RegExp(pattern, flags).exec(text);
  if (match === null) return null;
  return (typeof group === "number" ? match[group] : match.groups?.[group]) ?? null;
}

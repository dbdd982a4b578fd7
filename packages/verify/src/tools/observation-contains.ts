export interface ObservationOptions {
  /** Whether a part must stand alone: `1` is not in `12`. */
  readonly wholeWords?: boolean | undefined;
}

/**
 * Tells whether an observation contains every part of a gold answer, parts divided by ", ".
 *
 * Commas and case do not matter.
 *
 * @paper 209
 * @alias observationContains
 *
 * ```ts doctest
 * import { observationContains } from "@guerdon/verify/tools";
 * [observationContains("Paris, 1,200", "It is PARIS: 1200 people"), observationContains("1", "12", { wholeWords: true })] // => [true, false]
 * ```
 */
export function observationContains(
  gold: string,
  text: string,
  { wholeWords = false }: ObservationOptions = {},
): boolean {
  const body = plain(text);
  const parts = gold.split(", ").map(plain);
  return parts.every((part) => part !== "" && (wholeWords ? standsIn(body, part) : body.includes(part)));
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(",", "").trim();
}

const INNER = /[\p{L}\p{N}_]/u;

function standsIn(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (!INNER.test(text[at - 1] ?? " ") && !INNER.test(text[at + part.length] ?? " ")) return true;
  }
  return false;
}

import { type Checkers, numberOf, textOf } from "./checker.ts";
import { countPattern } from "./count-pattern.ts";
import { strip, stripOf } from "./words.ts";

/** Instructions about the form of the text. */
export const formatChecks: Checkers = {
  "detectable_content:number_placeholders": (text, args) =>
    countPlaceholders(text) >= numberOf(args, "num_placeholders"),

  "detectable_content:postscript": (text, args) => hasPostscript(text, strip(textOf(args, "postscript_marker"))),

  "detectable_format:number_bullet_lists": (text, args) =>
    countBullets(text, isStarBullet) + countBullets(text, (line) => line.startsWith("-")) ===
    numberOf(args, "num_bullets"),

  "detectable_format:constrained_response": (text) =>
    ["My answer is yes.", "My answer is no.", "My answer is maybe."].some((option) => text.includes(option)),

  "detectable_format:number_highlighted_sections": (text, args) =>
    countHighlights(text) >= numberOf(args, "num_highlights"),

  "detectable_format:multiple_sections": (text, args) =>
    countPattern(text, strip(textOf(args, "section_spliter")), { suffix: "\\s?\\d+" }) >=
    numberOf(args, "num_sections"),

  "detectable_format:json_format": (text) => isJson(text),

  "detectable_format:title": (text) => hasTitle(text, "<<", ">>"),
};

/** Number of places in square brackets, each within a line. */
export function countPlaceholders(text: string): number {
  let count = 0;
  for (const line of text.split("\n")) {
    for (let open = line.indexOf("["); open >= 0; ) {
      const close = line.indexOf("]", open + 1);
      if (close < 0) break;
      count++;
      open = line.indexOf("[", close + 1);
    }
  }
  return count;
}

function hasPostscript(text: string, marker: string): boolean {
  const low = text.toLowerCase();
  if (marker === "P.P.S") return /p\.\s?p\.\s?s/u.test(low);
  if (marker === "P.S.") return /p\.\s?s\./u.test(low);
  return countPattern(low, marker.toLowerCase()) > 0;
}

/** Number of lines of which, without the blanks before it, `isBullet` holds. */
export function countBullets(text: string, isBullet: (line: string) => boolean): number {
  let count = 0;
  for (const line of text.split("\n")) if (isBullet(line.trimStart())) count++;
  return count;
}

/** A star and something that is no star after it. */
export function isStarBullet(line: string, at?: unknown): boolean {
  return line.startsWith("*") && line.length > 1 && line[1] !== "*" && at !== null;
}

/** Number of places between single and between double stars, within a line and not empty. */
export function countHighlights(text: string): number {
  let count = 0;
  for (const [found] of text.matchAll(/\*[^\n*]*\*/gu)) if (strip(found.slice(1, -1)) !== "") count++;
  for (const [found] of text.matchAll(/\*\*[^\n*]*\*\*/gu)) if (strip(found.slice(2, -2)) !== "") count++;
  return count;
}

/** Whether a line holds something between the two marks. */
export function hasTitle(text: string, open: string, close: string): boolean {
  const marks = new Set(open + close);
  return text.split("\n").some((line) => {
    const from = line.indexOf(open);
    const to = line.lastIndexOf(close);
    return from >= 0 && to > from + open.length && strip(stripOf(line.slice(from, to), marks)) !== "";
  });
}

/** Whether the text, out of its fence, is JSON as Python reads it. */
function isJson(text: string): boolean {
  let inner = strip(text);
  for (const fence of ["```json", "```Json", "```JSON", "```"])
    if (inner.startsWith(fence)) inner = inner.slice(fence.length);
  if (inner.endsWith("```")) inner = inner.slice(0, -3);
  return (
    parses(inner) ||
    parses(inner.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/gu, (part) => (part[0] === '"' ? part : "0")))
  );
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

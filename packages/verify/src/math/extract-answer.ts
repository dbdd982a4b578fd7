import { cleanAnswer } from "./clean-answer.ts";
import { extractChoice } from "./extract-choice.ts";
import { extractJson } from "./extract-json.ts";
import { findMarker, type Marker } from "./find-marker.ts";
import { lastBoxes } from "./last-boxes.ts";
import { findFormulas, lastFormulas } from "./last-formulas.ts";
import { looksLikeMath } from "./looks-like-math.ts";
import { findNumbers, percentAfter, pickNumber } from "./pick-number.ts";

/** Where an answer may be declared. */
export type ExtractionTarget = "json" | "boxed" | "tag" | "marker" | "latex" | "number" | "choice" | "whole";

/** The answer found in a text and how it was found. */
export interface Extraction {
  readonly text: string;
  readonly how: ExtractionTarget;
  /** The parts, when the answer is made of several boxes or formulas that stand side by side. */
  readonly alternatives?: readonly string[];
}

/** Options of `extractAnswer`. */
export interface ExtractOptions {
  /** Which places count; default all but `choice`. */
  readonly targets?: readonly ExtractionTarget[];
  /** Which number of a prose answer counts. Default `last`. */
  readonly number?: "first" | "last";
  /** Reduce a declared answer to its one number, as a "final number" reward does. Default false. */
  readonly reduceToNumber?: boolean;
  /** Only this many characters at the end are read. Default 100,000. */
  readonly characters?: number;
}

const ALL: readonly ExtractionTarget[] = ["json", "boxed", "tag", "marker", "latex", "number", "whole"];

/**
 * Finds the answer that a text declares: the last one, never the one that would fit.
 *
 * The order is: JSON `"answer"`, `<answer>`, then the later of the last `\boxed` and the last "final answer" or `####`,
 * then "the answer is", the last formula, the last number, the whole text when it is short.
 * Boxes that stand side by side are one answer of several values.
 *
 * ```ts doctest
 * import { extractAnswer } from "@guerdon/verify/math";
 * extractAnswer("So we get $3x$. The answer is \\boxed{\\frac{1}{2}}.")?.text // => "\\frac{1}{2}"
 * ```
 */
export function extractAnswer(text: string, options: ExtractOptions = {}): Extraction | undefined {
  const limit = options.characters ?? 100_000;
  const tail = text.length > limit ? text.slice(-limit) : text;
  const targets = options.targets ?? ALL;
  const found = search(afterThinking(tail), targets, options);
  return found && options.reduceToNumber ? reduced(found, options) : found;
}

function afterThinking(text: string): string {
  const at = text.lastIndexOf("</think>");
  if (at < 0) return text;
  const rest = text.slice(at + 8);
  return rest.trim() === "" ? text.slice(0, at) : rest;
}

function search(text: string, targets: readonly ExtractionTarget[], options: ExtractOptions): Extraction | undefined {
  const on = (target: ExtractionTarget): boolean => targets.includes(target);
  if (on("json")) {
    const value = extractJson(text);
    if (value !== undefined) return { ...refine(value, options), how: "json" };
  }
  if (on("tag")) {
    const tag = lastTag(text);
    if (tag !== undefined) return { ...refine(tag, options), how: "tag" };
  }
  const boxes = on("boxed") && text.includes("box") ? lastBoxes(text) : undefined;
  const marker = on("marker") ? findMarker(text) : undefined;
  if (boxes && !(marker?.final && marker.at > boxes.end)) return boxed(text, boxes);
  if (marker) {
    const value = afterMarker(marker, targets, options);
    if (value) return value;
    if (boxes) return boxed(text, boxes);
  }
  return fallback(text, on, options);
}

function lastTag(text: string): string | undefined {
  const close = text.lastIndexOf("</answer>");
  const open = text.lastIndexOf("<answer>", close < 0 ? undefined : close);
  if (open < 0) return undefined;
  return text.slice(open + 8, close < open ? undefined : close).trim();
}

function boxed(text: string, boxes: NonNullable<ReturnType<typeof lastBoxes>>): Extraction {
  const { contents, end } = boxes;
  if (contents.length > 1) return { text: contents.join(", "), how: "boxed", alternatives: contents };
  const content = contents[0] as string;
  return { text: /%|percent|pct/.test(content) ? content : content + percentAfter(text, end), how: "boxed" };
}

/** The segment after a marker: what stands first in it when it is maths, else its last formula or number. */
function afterMarker(
  marker: Marker,
  targets: readonly ExtractionTarget[],
  options: ExtractOptions,
): Extraction | undefined {
  const segment = marker.segment;
  if (segment === "") return undefined;
  if (targets.includes("choice")) {
    const choice = extractChoice(`answer: ${segment}`);
    if (choice) return { text: choice, how: "choice" };
  }
  const value = refine(segment, options);
  if (value.text === "") return undefined;
  if (value.words && !marker.final) return undefined;
  return { text: value.text, how: "marker" };
}

/** Takes the answer out of a declared text that may still hold a box, a formula or a sentence. */
function refine(text: string, options: ExtractOptions): { readonly text: string; readonly words?: boolean } {
  const segment = text.trim();
  if (segment.includes("\\boxed")) {
    const boxes = lastBoxes(segment);
    if (boxes) return { text: boxes.contents.join(", ") };
  }
  if (options.number === "first") {
    const number = pickNumber(segment, "first");
    if (number) return { text: number.text };
  }
  if (/^-?\d{1,20}$/.test(segment)) return { text: segment };
  if (looksLikeMath(segment)) return { text: cleanAnswer(segment) };
  const formulas = findFormulas(segment);
  const last = lastFormulas(formulas, segment);
  const number = pickNumber(segment, "last");
  const leading = formulas[0] && formulas[0].from <= 2 ? formulas[0] : undefined;
  if (leading && last) {
    const group =
      leading === formulas[formulas.length - 1] ? [leading] : formulas.slice(0, joinedFrom(formulas, segment));
    return {
      text:
        group.map((f) => f.content).join(", ") + percentAfter(segment, (group[group.length - 1] as { to: number }).to),
    };
  }
  if (last && (!number || number.to <= last.to))
    return { text: last.contents.join(", ") + percentAfter(segment, last.to) };
  if (number) return { text: number.text };
  return { text: segment, words: true };
}

/** How many formulas from the start belong together. */
function joinedFrom(formulas: ReturnType<typeof findFormulas>, text: string): number {
  let count = 1;
  while (count < formulas.length) {
    const gap = text.slice(formulas[count - 1]?.to, formulas[count]?.from);
    if (!/^\s*(?:,|,?\s*(?:and|or))\s*$/.test(gap)) break;
    count++;
  }
  return count;
}

function fallback(
  text: string,
  on: (target: ExtractionTarget) => boolean,
  options: ExtractOptions,
): Extraction | undefined {
  const short = text.length <= 400 ? text.trim() : "";
  if (on("choice")) {
    const choice = extractChoice(text);
    if (choice) return { text: choice, how: "choice" };
  }
  if (on("latex")) {
    const formulas = findFormulas(text);
    const last = lastFormulas(formulas, text);
    if (last && (on("number") ? !numberAfter(text, last.to) || last.from === 0 : true)) {
      const value =
        last.contents.join(", ") +
        (last.contents.length === 1 && !/%/.test(last.contents[0] as string) ? percentAfter(text, last.to) : "");
      return last.contents.length > 1
        ? { text: value, how: "latex", alternatives: last.contents }
        : { text: value, how: "latex" };
    }
  }
  if (short !== "" && (on("whole") || on("number")) && looksLikeMath(short)) return { text: short, how: "whole" };
  if (on("number")) {
    const number = pickNumber(text, options.number ?? "last");
    if (number) return { text: number.text, how: "number" };
  }
  return on("whole") && short !== "" ? { text: short, how: "whole" } : undefined;
}

const numberAfter = (text: string, from: number): boolean => findNumbers(text.slice(from)).length > 0;

function reduced(found: Extraction, options: ExtractOptions): Extraction {
  if (found.how === "choice") return found;
  const number = pickNumber(found.text, options.number ?? "last");
  return number ? { text: number.text, how: found.how } : found;
}

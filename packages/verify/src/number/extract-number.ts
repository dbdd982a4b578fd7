import { declaredPart, matchesFromEnd } from "../text/index.ts";
import { answerField } from "./answer-field.ts";
import { sameNumber } from "./same-number.ts";
import { scanNumbers, type WrittenNumber } from "./scan-numbers.ts";

export interface ExtractOptions {
  /** Where the answer stands; `auto` tries an answer field, a box, a marker (`A:`, `####`, "answer is"), then the last number. */
  readonly from?: "auto" | "json" | "marker" | "last" | "first";
  /** Name of the answer field. */
  readonly key?: string;
}

/** The number a text commits to, or why there is none. */
export type NumberFound = { readonly value: number; readonly percent: boolean } | { readonly why: string };

const EXACT = { absolute: 0, relative: 1e-12 };
const NONE: NumberFound = { why: "no number is stated" };
const CALCULATION: NumberFound = { why: "a calculation is stated, not a number" };
const SEVERAL: NumberFound = { why: "more than one number is offered" };

const NO_FIELD: NumberFound = { why: "there is no answer field" };

/** A text that begins as a JSON object, fenced or not, commits to nothing but its answer field. */
const JSON_SOLUTION = /^\s{0,100}(?:```[ \t]{0,10}(?:json)?\s{0,100})?\{\s{0,100}"/u;

/** A number stands within this many characters of its marker, of the end or of the start. */
const WINDOW = 2000;

/** Markers that are tried, from the last one back. */
const MOST_MARKERS = 50;

const MARKER = /#{4}|^[ \t]*A:|answer[*_"' ]{0,4}(?:is|:|=|：)[*_"':]{0,4}/gimu;
const JOINT =
  /^[\s*_`"')\]]*(?:,?[ ](?:or|and|to|vs\.?)[ ](?:maybe[ ]|perhaps[ ]|possibly[ ])?|[,/&|–—~]|and\/or)[\s*_`"'(]*$/iu;

/**
 * Extracts the number a text commits to.
 *
 * Only what follows the thoughts and stands in the `<answer>` section, if there is one, is read. An answer field or box must hold one number and nothing calculated with it (`"5 apples"`, not `"8 - 4 = 4"`).
 * A text that begins as a JSON object has its answer field or no answer.
 * After a marker the first number counts, or the right-hand side of an equation. Two different numbers
 * offered side by side (`5 or 6`) are no answer.
 *
 * ```ts doctest
 * import { extractNumber } from "@guerdon/verify/number";
 * [extractNumber("So 3 * 6 = 18.\n#### 18"), extractNumber("The answer is 5 or 6.")] // => [{ value: 18, percent: false }, { why: "more than one number is offered" }]
 * ```
 */
export function extractNumber(text: string, { from = "auto", key = "answer" }: ExtractOptions = {}): NumberFound {
  const part = declaredPart(text);
  if (from === "json") return fieldNumber(part, key) ?? NO_FIELD;
  if (from === "marker") return boxedNumber(part) ?? markedNumber(part) ?? NONE;
  if (from === "last") return lastNumber(part);
  if (from === "first") return firstNumber(part);
  return fieldNumber(part, key) ?? boxedNumber(part) ?? markedNumber(part) ?? lastNumber(part);
}

function fieldNumber(text: string, key: string): NumberFound | undefined {
  if (!text.includes(`"${key}"`)) return JSON_SOLUTION.test(text) ? NO_FIELD : undefined;
  const field = answerField(text, key);
  if ("text" in field) return loneNumber(field.text);
  return field;
}

/** The content of the last `\boxed{…}`. */
function boxedNumber(text: string): NumberFound | undefined {
  const at = text.lastIndexOf("\\boxed{");
  if (at < 0) return undefined;
  let depth = 0;
  const limit = Math.min(text.length, at + WINDOW);
  for (let i = at + 6; i < limit; i++) {
    if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return loneNumber(text.slice(at + 7, i));
  }
  return { why: "the box is not closed" };
}

/** The one number of a short text. */
function loneNumber(text: string): NumberFound {
  const numbers = scanNumbers(text.slice(0, WINDOW));
  const [first] = numbers;
  if (first === undefined) return NONE;
  if (numbers.some((number) => !sameNumber(number, first, EXACT))) return SEVERAL;
  return numbers.some((number) => number.operand) ? CALCULATION : found(first);
}

/** The number after the last marker that has one. */
function markedNumber(text: string): NumberFound | undefined {
  let tries = 0;
  for (const { end } of matchesFromEnd(text, MARKER)) {
    const stated = statedNumber(lineFrom(text, end));
    if (stated !== undefined) return stated;
    if (++tries === MOST_MARKERS) break;
  }
  return undefined;
}

function lineFrom(text: string, from: number): string {
  let start = from;
  while (start < text.length && start < from + 8 && /[\s*$]/u.test(text[start] as string)) start++;
  if (text[start - 1] === "$") start--;
  const newline = text.indexOf("\n", start);
  return text.slice(start, Math.min(newline < 0 ? text.length : newline, start + WINDOW));
}

function statedNumber(line: string): NumberFound | undefined {
  const numbers = scanNumbers(line);
  if (numbers.length === 0) return undefined;
  const first = (numbers[0] as WrittenNumber).operand ? numbers.findIndex((n) => n.start > line.lastIndexOf("=")) : 0;
  const chosen = numbers[first];
  if (chosen === undefined || chosen.operand) return CALCULATION;
  return offersBoth(line, chosen, numbers[first + 1]) ? SEVERAL : found(chosen);
}

function lastNumber(text: string): NumberFound {
  const end = text.slice(-WINDOW);
  const numbers = scanNumbers(end);
  const last = numbers[numbers.length - 1];
  if (last === undefined) return NONE;
  if (last.operand) return CALCULATION;
  const before = numbers[numbers.length - 2];
  return before !== undefined && offersBoth(end, before, last) ? SEVERAL : found(last);
}

function firstNumber(text: string): NumberFound {
  const start = text.slice(0, WINDOW);
  const numbers = scanNumbers(start);
  const [first] = numbers;
  if (first === undefined) return NONE;
  if (first.operand) return CALCULATION;
  return offersBoth(start, first, numbers[1]) ? SEVERAL : found(first);
}

function offersBoth(text: string, left: WrittenNumber, right: WrittenNumber | undefined): boolean {
  if (right === undefined || sameNumber(left, right, EXACT)) return false;
  return JOINT.test(text.slice(left.end, right.start).slice(0, 40));
}

function found({ value, percent }: WrittenNumber): NumberFound {
  return { value, percent };
}

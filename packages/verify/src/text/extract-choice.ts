/** Which statement of a choice counts: the last, the first, the last line alone, or all if they agree. */
export type ChoicePosition = "last" | "first" | "final-line" | "only";

/** The choice a text commits to, or why there is none. */
export type ChoiceFound = { readonly choice: string } | { readonly why: string };

/** Extracts choices; made once for a set of labels. */
export type ChoiceExtractor = (text: string) => ChoiceFound;

const NONE: ChoiceFound = { why: "no choice is stated" };
const HEDGED: ChoiceFound = { why: "more than one choice is offered" };

/** Lines and statements longer than this are prose and are looked at up to here. */
const WINDOW = 200;

const STATEMENT =
  /\\boxed[ ]?\{|(?:answer|choice|option|antwort|réponse|respuesta)[*_"]{0,4}[ ]?(?:is|are|:|=|-|–|—|：)[*_"]{0,4}/giu;

/**
 * Makes the function that finds the choice a text commits to.
 *
 * It looks for statements (`\boxed{B}`, "The answer is (B)", "Answer: B"), else for a final line that is a
 * choice by itself ("B", "**(b)**", "B) Paris"), else for a first line of that form. A statement that offers
 * two choices ("B or C", "A/B") is hedged and names none.
 *
 * ```ts doctest
 * import { extractChoice } from "@guerdon/verify/text";
 * const extract = extractChoice(["A", "B", "C", "D"], "last");
 * [extract("So the answer is (b)."), extract("Answer: B or C")] // => [{ choice: "B" }, { why: "more than one choice is offered" }]
 * ```
 */
export function extractChoice(choices: readonly string[], position: ChoicePosition): ChoiceExtractor {
  const reader = choiceReader(choices);
  return (text) => {
    if (position === "final-line") return lineChoice(lastLine(text), reader) ?? NONE;
    const stated = statements(text, reader);
    if (stated.length > 0) return pick(stated, position);
    return lineChoice(lastLine(text), reader) ?? lineChoice(firstLine(text), reader) ?? NONE;
  };
}

function pick(stated: readonly ChoiceFound[], position: ChoicePosition): ChoiceFound {
  const chosen = stated[position === "first" ? 0 : stated.length - 1] as ChoiceFound;
  if (position !== "only" || "why" in chosen) return chosen;
  return stated.every((one) => "choice" in one && one.choice === chosen.choice) ? chosen : HEDGED;
}

function statements(text: string, reader: ChoiceReader): readonly ChoiceFound[] {
  const found: ChoiceFound[] = [];
  for (const match of text.matchAll(STATEMENT)) {
    const from = match.index + match[0].length;
    const boxed = match[0].startsWith("\\");
    const segment = boxed ? boxContent(text, from) : text.slice(from, lineEnd(text, from));
    const one = boxed ? lineChoice(segment, reader) : statedChoice(segment, reader);
    if (one !== undefined) found.push(one);
  }
  return found;
}

/** The choice right after a marker; what follows may explain it but not offer another. */
function statedChoice(segment: string, reader: ChoiceReader): ChoiceFound | undefined {
  const start = reader.skip(segment, 0);
  const first = reader.at(segment, start);
  if (first === undefined) return undefined;
  return reader.hedges(segment, first) ? HEDGED : { choice: first.choice };
}

/** The choice a line is: alone, or as a label before its text ("B) Paris"). */
function lineChoice(line: string, reader: ChoiceReader): ChoiceFound | undefined {
  const start = reader.skip(line, 0);
  const first = reader.at(line, start);
  if (first === undefined) return undefined;
  const rest = line.slice(first.end).trim();
  const alone = rest === "" || /^[)\].:*}"'`,]/u.test(rest) || /^(?:or|and|&|\/)(?![\p{L}\p{N}])/iu.test(rest);
  if (!alone) return undefined;
  return reader.hedges(line, first) ? HEDGED : { choice: first.choice };
}

function boxContent(text: string, from: number): string {
  let depth = 1;
  const limit = Math.min(text.length, from + WINDOW);
  for (let i = from; i < limit; i++) {
    const char = text[i];
    if (char === "{") depth++;
    if (char === "}" && --depth === 0) return text.slice(from, i).replace(/^\\(?:text|textbf|mathrm|mathbf)\{/u, "");
  }
  return "";
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf("\n", from + 1);
  const end = newline < 0 ? text.length : newline;
  return Math.min(end, from + WINDOW);
}

function lastLine(text: string): string {
  const end = text.trimEnd().length;
  const start = text.lastIndexOf("\n", end - 1) + 1;
  return text.slice(start, Math.min(end, start + WINDOW));
}

function firstLine(text: string): string {
  const start = text.length - text.trimStart().length;
  return text.slice(start, lineEnd(text, start));
}

interface Label {
  readonly choice: string;
  readonly end: number;
}

interface ChoiceReader {
  /** Skips brackets, emphasis and words such as "option" before a label. */
  skip(text: string, from: number): number;
  at(text: string, from: number): Label | undefined;
  /** Whether another choice is offered beside the one found. */
  hedges(text: string, found: Label): boolean;
}

const LEAD =
  /(?:[\s([{*_"'`$:]|\\\(|\\text\{|\\mathrm\{|(?:option|choice|letter|answer|definitely|clearly|probably)(?=[\s([{*_"'`:]))*/iuy;
const LETTER = /[\p{L}\p{N}_]/u;
const JOINT =
  /[\s)\]}*_"'`.,;$]*(?:\b(?:or|and)\b|[/&|]|,)[\s([{*_"'`$]*(?:(?:maybe|perhaps|possibly|even|also|both|option|choice)\s+)?[([{*_"'`]*/iuy;
const LATER_OR = /\bor\b[\s([{*_"'`]*(?:option\s+|choice\s+)?[([{*_"'`]*/giu;

function choiceReader(choices: readonly string[]): ChoiceReader {
  const labels = [...choices]
    .sort((a, b) => b.length - a.length)
    .map((choice) => ({ choice, low: choice.toLowerCase() }));
  const at = (text: string, from: number): Label | undefined => {
    for (const { choice, low } of labels) {
      const end = from + low.length;
      if (text.slice(from, end).toLowerCase() !== low) continue;
      if (end < text.length && LETTER.test(text[end] as string)) continue;
      if (isArticle(text, from, end)) continue;
      return { choice, end };
    }
    return undefined;
  };
  const other = (text: string, from: number, found: Label): boolean => {
    const label = at(text, from);
    return label !== undefined && label.choice !== found.choice;
  };
  return {
    at,
    skip: (text, from) => after(LEAD, text, from),
    hedges: (text, found) => {
      const joint = after(JOINT, text, found.end);
      if (joint > found.end && other(text, joint, found)) return true;
      for (const match of text.slice(found.end).matchAll(LATER_OR)) {
        if (other(text, found.end + match.index + match[0].length, found)) return true;
      }
      return false;
    },
  };
}

/** A lower-case letter before another word is that word's article ("a triangle"), not a label. */
function isArticle(text: string, from: number, end: number): boolean {
  const label = text.slice(from, end);
  return end - from === 1 && label !== label.toUpperCase() && /^\s+\p{L}/u.test(text.slice(end, end + 8));
}

function after(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  return match === null ? from : from + match[0].length;
}

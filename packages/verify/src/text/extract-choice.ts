import { type ChoiceReader, choiceReader } from "./choice-reader.ts";
import { declaredPart } from "./declared-part.ts";
import { matchesFromEnd, type Spot } from "./matches-from-end.ts";

/** Which statement of a choice counts: the last, the first, the last line alone, or all if they agree. */
export type ChoicePosition = "last" | "first" | "final-line" | "only";

/** The choice a text commits to, or why there is none. */
export type ChoiceFound = { readonly choice: string } | { readonly why: string };

/** Extracts choices; made once for a set of labels. */
export type ChoiceExtractor = (text: string) => ChoiceFound;

const NONE: ChoiceFound = { why: "no choice is stated" };
const HEDGED: ChoiceFound = { why: "more than one choice is offered" };

/** A text that states more choices than this commits to none. */
const MOST_STATEMENTS = 500;

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
  return (whole) => {
    const text = declaredPart(whole);
    if (position === "final-line") return lineChoice(lastLine(text), reader) ?? NONE;
    return (
      statedBy(text, position, reader) ??
      lineChoice(lastLine(text), reader) ??
      lineChoice(firstLine(text), reader) ??
      NONE
    );
  };
}

/** What the statements of a text come to, or undefined when there is none. */
function statedBy(text: string, position: ChoicePosition, reader: ChoiceReader): ChoiceFound | undefined {
  let kept: ChoiceFound | undefined;
  let tries = 0;
  for (const spot of matchesFromEnd(text, STATEMENT)) {
    if (++tries > MOST_STATEMENTS) return HEDGED;
    const found = statementAt(text, spot, reader);
    if (found === undefined) continue;
    if (position === "last" || "why" in found) return found;
    if (position === "only" && kept !== undefined && (kept as { choice?: string }).choice !== found.choice)
      return HEDGED;
    kept = found;
  }
  return kept;
}

function statementAt(text: string, { start, end }: Spot, reader: ChoiceReader): ChoiceFound | undefined {
  if (text[start] === "\\") return lineChoice(boxContent(text, end), reader);
  return statedChoice(text.slice(end, lineEnd(text, end)), reader);
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
  const end = Math.min(text.length, from + WINDOW);
  const newline = text.slice(from, end).indexOf("\n", 1);
  return newline < 0 ? end : from + newline;
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

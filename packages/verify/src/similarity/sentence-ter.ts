import { internTokens } from "./intern-tokens.ts";
import { splitWords } from "./split-words.ts";
import { distanceAfter, type EditTable, editTable, type WordAlignment, wordAlignment } from "./word-alignment.ts";

/** How TER prepares a text; names and defaults are sacreBLEU's. */
export interface TerSettings {
  /** Takes punctuation apart from words, and reads XML escapes. */
  readonly normalized?: boolean;
  readonly noPunctuation?: boolean;
  readonly caseSensitive?: boolean;
}

export interface TerCounts {
  readonly edits: number;
  /** Mean length of the references, in words. */
  readonly length: number;
}

const LONGEST_SHIFT = 10;
const FARTHEST_SHIFT = 50;
const MOST_CANDIDATES = 1000;

/**
 * Translation edit rate of one text: insertions, deletions, substitutions and shifts of phrases over the mean length of
 * the references. 0 is equal; it has no upper bound.
 *
 * Shifts are searched as Tercom and sacreBLEU 2.6 do: greedily, phrases of at most 10 words moved by at most 50, 1,000
 * candidates.
 *
 * ```ts doctest
 * import { sentenceTer } from "@guerdon/verify/similarity";
 * sentenceTer("d e f g h a b c", ["a b c d e f g h"]) // => 0.125
 * ```
 */
export function sentenceTer(candidate: string, references: readonly string[], settings: TerSettings = {}): number {
  return terOf(terCounts(candidate, references, settings));
}

/** TER of a corpus: the edits of all segments over the reference lengths of all. */
export function corpusTer(
  candidates: readonly string[],
  references: readonly (readonly string[])[],
  settings: TerSettings = {},
): number {
  let edits = 0;
  let length = 0;
  candidates.forEach((candidate, i) => {
    const counts = terCounts(candidate, references[i] ?? [], settings);
    edits += counts.edits;
    length += counts.length;
  });
  return terOf({ edits, length });
}

/** Edits to the nearest reference and mean reference length. */
function terCounts(candidate: string, references: readonly string[], settings: TerSettings = {}): TerCounts {
  const split = (text: string): string[] => splitWords(prepare(text, settings));
  const [words, ...golds] = internTokens([candidate, ...references].map(split)).map((ids) => [...ids]) as [
    number[],
    ...number[][],
  ];
  let edits = Number.POSITIVE_INFINITY;
  let length = 0;
  for (const gold of golds) {
    length += gold.length;
    edits = Math.min(edits, editsWithShifts(words, gold));
  }
  return { edits, length: length / references.length };
}

function terOf({ edits, length }: TerCounts): number {
  if (length > 0) return edits / length;
  return edits > 0 ? 1 : 0;
}

function prepare(
  given: string,
  { normalized = false, noPunctuation = false, caseSensitive = false }: TerSettings,
): string {
  let text = caseSensitive ? given.trimEnd() : given.trimEnd().toLowerCase();
  if (normalized) text = normalise(text);
  return noPunctuation ? text.replace(/[.,?:;!"()]/g, "") : text;
}

/** The western rules of Tercom's normaliser. */
function normalise(text: string): string {
  return ` ${text
    .replaceAll("\n-", "")
    .replaceAll("\n", " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")} `
    .replace(/([{-~[-` -&(-+:-@/])/g, " $1 ")
    .replace(/'s /g, " 's ")
    .replace(/'s$/, " 's")
    .replace(/([^0-9])([.,])/g, "$1 $2 ")
    .replace(/([.,])([^0-9])/g, " $1 $2")
    .replace(/([0-9])(-)/g, "$1 $2 ");
}

function editsWithShifts(given: readonly number[], gold: readonly number[]): number {
  if (gold.length === 0) return given.length;
  let words = given;
  let table = editTable(words, gold);
  let shifts = 0;
  const budget = { left: MOST_CANDIDATES };
  for (;;) {
    const best = bestShift(words, gold, table, budget);
    if (budget.left <= 0 || best === undefined || best.saved <= 0) return shifts + table.distance;
    shifts++;
    words = best.words;
    table = editTable(words, gold);
  }
}

interface Shift {
  readonly saved: number;
  readonly length: number;
  readonly start: number;
  readonly target: number;
  readonly words: readonly number[];
}

/** The shift that saves most edits; of equals the longest, then the earliest phrase, then the earliest place. */
function bestShift(
  words: readonly number[],
  gold: readonly number[],
  table: EditTable,
  budget: { left: number },
): Shift | undefined {
  const alignment = wordAlignment(table);
  let best: Shift | undefined;
  for (let start = 0; start < words.length; start++) {
    const first = Math.max(0, start - FARTHEST_SHIFT);
    const last = Math.min(gold.length - 1, start + FARTHEST_SHIFT);
    for (let goldStart = first; goldStart <= last; goldStart++) {
      for (let length = 1; length <= LONGEST_SHIFT; length++) {
        if (words[start + length - 1] !== gold[goldStart + length - 1]) break;
        for (const target of targetsOf(alignment, start, goldStart, length)) {
          const shifted = moved(words, start, length, target);
          const saved = table.distance - distanceAfter(shifted, table, Math.min(start, target));
          budget.left--;
          const shift = { saved, length, start, target, words: shifted };
          if (best === undefined || precedes(shift, best)) best = shift;
        }
        if (budget.left <= 0) return best;
        if (start + length === words.length || goldStart + length === gold.length) break;
      }
    }
  }
  return best;
}

function precedes(a: Shift, b: Shift): boolean {
  return (a.saved - b.saved || a.length - b.length || b.start - a.start || b.target - a.target) > 0;
}

/** Where a phrase may go: only one that is wrong where it is, to a place that is wrong without it. */
function targetsOf(alignment: WordAlignment, start: number, goldStart: number, length: number): number[] {
  const { places, wrong, goldWrong } = alignment;
  const targets: number[] = [];
  if (!anyOf(wrong, start, length) || !anyOf(goldWrong, goldStart, length)) return targets;
  const place = places[goldStart] as number;
  if (start <= place && place < start + length) return targets;
  let previous = -1;
  for (let offset = -1; offset < length; offset++) {
    const at = goldStart + offset;
    if (at >= places.length) break;
    const target = at === -1 ? 0 : (places[at] as number) + 1;
    if (target === previous) continue;
    previous = target;
    targets.push(target);
  }
  return targets;
}

function anyOf(flags: Uint8Array, from: number, length: number): boolean {
  for (let i = from; i < from + length; i++) if (flags[i] === 1) return true;
  return false;
}

function moved(words: readonly number[], start: number, length: number, target: number): number[] {
  const phrase = words.slice(start, start + length);
  const rest = [...words.slice(0, start), ...words.slice(start + length)];
  const at = target < start ? target : target > start + length ? target - length : target;
  return [...rest.slice(0, at), ...phrase, ...rest.slice(at)];
}

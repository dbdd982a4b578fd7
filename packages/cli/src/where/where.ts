import type { IndexEntry, PaperEntry, WhereIndex } from "./index-entry.ts";
import { isNear } from "./is-near.ts";
import { nameKey } from "./name-key.ts";
import { wordsOf } from "./words-of.ts";

/** One match, best first: a piece or other export, or a paper. */
export type WhereResult = EntryResult | PaperResult;

interface Match {
  readonly score: number;
  /** It lacks one of the words, or has them only nearly. */
  readonly near: boolean;
}

export interface EntryResult extends Match {
  readonly entry: IndexEntry;
}

export interface PaperResult extends Match {
  readonly paper: PaperEntry;
}

/** Words that a question has and an answer need not have. */
const IDLE = new Set(["a", "an", "at", "all", "for", "from", "in", "of", "on", "paper", "the", "to", "with"]);
const MAX_RESULTS = 12;
const MAX_NEAR = 4;
const MAX_PAPERS = 3;
/** Below this share of the best score a match is no help. */
const LEAST_SHARE = 0.15;
/** What users write in programs comes before other exports. */
const PIECE_FACTOR = 2;
const OWN_NAME = 24;
const OTHER_NAME = 20;
/** Exports that are no pieces. */
const PLAIN = new Set(["function", "class", "constant", "type"]);

/** How well a word matches: itself, its beginning, a part of it, a slip of the finger. */
const EXACT = 1;
const PREFIX = 0.7;
const INSIDE = 0.45;
const SLIP = 0.4;

interface Field {
  readonly weight: number;
  readonly words: readonly string[];
}

/**
 * Searches names, kinds, summaries, aliases, options and papers for words, best match first.
 *
 * The number or the short name of a paper gives the paper, with what its names are here, before anything else. Matches
 * have all words; when nothing has, the nearest pieces are given and marked so. A number finds the paper of that
 * number and nothing like it.
 */
export function where(words: readonly string[], index: WhereIndex): readonly WhereResult[] {
  const papers = papersOf(words, index.papers);
  return [...papers, ...entriesOf(words, index.entries, papers.length > 0)];
}

function papersOf(words: readonly string[], papers: readonly PaperEntry[]): readonly PaperResult[] {
  const query = words.flatMap(wordsOf).filter((word) => !IDLE.has(word));
  if (query.length === 0) return [];
  const found = papers.filter(({ number, name }) =>
    query.length === 1 && /^\d+$/.test(query[0] as string)
      ? Number(query[0]) === Number(number)
      : isCalled(name, nameKey(query.join(" "))),
  );
  return found.slice(0, MAX_PAPERS).map((paper) => ({ paper, score: OWN_NAME, near: false }));
}

/** Whether a method has this name, or one of its names is this: `LASER / LASER-D`, `Dopamine (GRM)`. */
function isCalled(name: string, key: string): boolean {
  return key !== "" && [name, ...name.split(/[/,()]| and | or /)].some((part) => nameKey(part) === key);
}

function entriesOf(
  words: readonly string[],
  entries: readonly IndexEntry[],
  hasPaper: boolean,
): readonly EntryResult[] {
  const asked = words.flatMap(wordsOf);
  const query = asked.filter((word) => !IDLE.has(word));
  if (query.length === 0) return [];
  const scored = entries
    .map((entry) => scoreOf(entry, query, words.join(" ")))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.entry.name < b.entry.name ? -1 : 1));
  const hits = scored.filter(({ near }) => !near);
  const pieces = hasPaper ? [] : scored.filter(({ entry }) => entry.use !== undefined);
  const shown = hits.length > 0 ? hits.slice(0, MAX_RESULTS) : pieces.slice(0, MAX_NEAR);
  return shown.filter(({ score }) => score >= LEAST_SHARE * (shown[0] as EntryResult).score);
}

function scoreOf(entry: IndexEntry, query: readonly string[], text: string): EntryResult {
  const fields = fieldsOf(entry);
  const best = query.map((word) => bestMatch(word, fields));
  const sum = best.reduce((total, { score }) => total + score, 0);
  const whole = wholeName(entry, text);
  const factor = PLAIN.has(entry.kind) ? 1 : PIECE_FACTOR;
  const near = whole === 0 && best.some(({ quality }) => quality <= SLIP);
  return { entry, score: (sum + whole) * factor, near };
}

/** More when the question is just what the entry is called. */
function wholeName(entry: IndexEntry, text: string): number {
  const key = nameKey(text);
  if (key === "") return 0;
  if ([entry.name, entry.id ?? ""].some((name) => nameKey(name) === key)) return OWN_NAME;
  return entry.aliases.some(({ name }) => nameKey(name) === key) ? OTHER_NAME : 0;
}

function fieldsOf(entry: IndexEntry): readonly Field[] {
  return [
    { weight: 10, words: wordsOf(entry.name) },
    { weight: 8, words: [entry.id ?? "", ...entry.aliases.map(({ name }) => name)].flatMap(wordsOf) },
    { weight: 6, words: entry.papers.flatMap(wordsOf) },
    { weight: 4, words: wordsOf(entry.kind) },
    { weight: 3, words: wordsOf(entry.summary) },
    { weight: 2, words: entry.options.flatMap(({ name }) => wordsOf(name)) },
  ];
}

function bestMatch(word: string, fields: readonly Field[]): { readonly score: number; readonly quality: number } {
  let best = { score: 0, quality: 0 };
  for (const { weight, words } of fields) {
    const quality = Math.max(0, ...words.map((other) => qualityOf(word, other)));
    if (quality * weight > best.score) best = { score: quality * weight, quality };
  }
  return best;
}

function qualityOf(word: string, other: string): number {
  if (/^\d+$/.test(word)) return /^\d+$/.test(other) && Number(word) === Number(other) ? EXACT : 0;
  if (word === other) return EXACT;
  if (word.length >= 2 && other.startsWith(word)) return PREFIX;
  if (word.length >= 4 && other.length >= 4 && word.startsWith(other)) return INSIDE;
  if (word.length >= 4 && other.includes(word)) return INSIDE;
  const slips = word.length >= 7 ? 2 : word.length >= 4 ? 1 : 0;
  return slips > 0 && isNear(word, other, slips) ? SLIP : 0;
}

import { codePoints } from "./code-points.ts";
import { lcsLength } from "./lcs-length.ts";
import { partialSimilarity } from "./partial-similarity.ts";
import { splitWords } from "./split-words.ts";

export const FUZZY_METHODS = [
  "ratio",
  "partial-ratio",
  "token-sort-ratio",
  "token-set-ratio",
  "token-ratio",
  "partial-token-sort-ratio",
  "partial-token-set-ratio",
  "partial-token-ratio",
  "weighted-ratio",
  "quick-ratio",
] as const;

export type FuzzyMethod = (typeof FUZZY_METHODS)[number];

/**
 * How alike two texts are by a method of RapidFuzz, 0 … 100, in its numbers.
 *
 * ```ts doctest
 * import { fuzzyRatio } from "@guerdon/verify/similarity";
 * fuzzyRatio("fuzzy wuzzy was a bear", "wuzzy fuzzy was a bear", "token-sort-ratio") // => 100
 * ```
 */
export function fuzzyRatio(a: string, b: string, method: FuzzyMethod = "ratio"): number {
  return METHODS[method](a, b);
}

type Method = (a: string, b: string) => number;

/**
 * RapidFuzz's `default_process`: all but letters and digits becomes blanks, the ends are trimmed, case is lowered.
 *
 * As its C++ has it: `_` is a blank (its Python fallback keeps it).
 *
 * ```ts doctest
 * import { processForFuzzy } from "@guerdon/verify/similarity";
 * processForFuzzy(" Hello,World! ") // => "hello world"
 * ```
 */
export function processForFuzzy(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}]/gu, " ")
    .trim()
    .toLowerCase();
}

/** Indel similarity: twice the longest common subsequence over both lengths. */
function ratio(a: string, b: string): number {
  const x = codePoints(a);
  const y = codePoints(b);
  const sum = x.length + y.length;
  return sum === 0 ? 100 : (200 * lcsLength(x, y)) / sum;
}

const partial: Method = (a, b) => 100 * partialSimilarity(codePoints(a), codePoints(b));

const joined = (words: Iterable<string>): string => [...words].sort(byCodePoints).join(" ");

/** Order by code points, as Python sorts; UTF-16 order differs beyond the basic plane. */
function byCodePoints(a: string, b: string): number {
  const size = Math.min(a.length, b.length);
  for (let i = 0; i < size; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return (x >= 0xd800 && x < 0xe000 ? x + 0x2000 : x) - (y >= 0xd800 && y < 0xe000 ? y + 0x2000 : y);
  }
  return a.length - b.length;
}

const tokenSort: Method = (a, b) => ratio(joined(splitWords(a)), joined(splitWords(b)));

/** The words two texts share, and those only one has. */
function wordSets(a: string, b: string): { common: string[]; onlyA: string[]; onlyB: string[]; empty: boolean } {
  const setA = new Set(splitWords(a));
  const setB = new Set(splitWords(b));
  return {
    common: [...setA].filter((word) => setB.has(word)),
    onlyA: [...setA].filter((word) => !setB.has(word)),
    onlyB: [...setB].filter((word) => !setA.has(word)),
    empty: setA.size === 0 || setB.size === 0,
  };
}

/** Common words against common words with those of one side, and both sides against each other. */
function tokenSet(a: string, b: string): number {
  const { common, onlyA, onlyB, empty } = wordSets(a, b);
  if (empty) return 0;
  if (common.length > 0 && (onlyA.length === 0 || onlyB.length === 0)) return 100;
  const restA = codePoints(joined(onlyA));
  const restB = codePoints(joined(onlyB));
  const shared = codePoints(common.join(" ")).length;
  const gap = shared === 0 ? 0 : 1;
  const sizeA = shared + gap + restA.length;
  const sizeB = shared + gap + restB.length;
  const distance = restA.length + restB.length - 2 * lcsLength(restA, restB);
  const both = of(distance, sizeA + sizeB);
  if (shared === 0) return both;
  return Math.max(both, of(gap + restA.length, shared + sizeA), of(gap + restB.length, shared + sizeB));
}

function of(distance: number, sum: number): number {
  return sum === 0 ? 100 : 100 - (100 * distance) / sum;
}

const token: Method = (a, b) => Math.max(tokenSet(a, b), tokenSort(a, b));

const partialTokenSort: Method = (a, b) => partial(joined(splitWords(a)), joined(splitWords(b)));

function partialTokenSet(a: string, b: string): number {
  const { common, onlyA, onlyB, empty } = wordSets(a, b);
  if (empty) return 0;
  return common.length > 0 ? 100 : partial(joined(onlyA), joined(onlyB));
}

function partialToken(a: string, b: string): number {
  const { common, onlyA, onlyB } = wordSets(a, b);
  if (common.length > 0) return 100;
  return Math.max(partialTokenSort(a, b), partial(joined(onlyA), joined(onlyB)));
}

/** RapidFuzz's WRatio: the best of the methods, those that reorder or cut weighed less. */
function weighted(a: string, b: string): number {
  if (a === "" || b === "") return 0;
  const sizeA = codePoints(a).length;
  const sizeB = codePoints(b).length;
  const lengths = sizeA > sizeB ? sizeA / sizeB : sizeB / sizeA;
  const whole = ratio(a, b);
  if (lengths < 1.5) return Math.max(whole, 0.95 * token(a, b));
  const scale = lengths <= 8 ? 0.9 : 0.6;
  return Math.max(whole, scale * partial(a, b), 0.95 * scale * partialToken(a, b));
}

const METHODS: { readonly [K in FuzzyMethod]: Method } = {
  ratio,
  "partial-ratio": partial,
  "token-sort-ratio": tokenSort,
  "token-set-ratio": tokenSet,
  "token-ratio": token,
  "partial-token-sort-ratio": partialTokenSort,
  "partial-token-set-ratio": partialTokenSet,
  "partial-token-ratio": partialToken,
  "weighted-ratio": weighted,
  "quick-ratio": (a, b) => (a === "" || b === "" ? 0 : ratio(a, b)),
};

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
function pointRatio(x: Int32Array, y: Int32Array): number {
  const sum = x.length + y.length;
  return sum === 0 ? 100 : (200 * lcsLength(x, y)) / sum;
}

const ratio: Method = (a, b) => pointRatio(codePoints(a), codePoints(b));

const partial: Method = (a, b) => 100 * partialSimilarity(codePoints(a), codePoints(b));

const HIGH_UNITS = /[\ud800-\uffff]/;

function joined(words: Iterable<string>): string {
  const all = [...words];
  // Up to there the order of UTF-16 is that of code points, and a sort without a comparison is quicker.
  return all.some((word) => HIGH_UNITS.test(word)) ? all.sort(byCodePoints).join(" ") : all.sort().join(" ");
}

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

/** Works on words split already. */
type WordMethod = (a: readonly string[], b: readonly string[]) => number;

const byWords =
  (method: WordMethod): Method =>
  (a, b) =>
    method(splitWords(a), splitWords(b));

const tokenSort: WordMethod = (a, b) => ratio(joined(a), joined(b));

/** The words two texts share, and those only one has. */
function wordSets(
  a: readonly string[],
  b: readonly string[],
): { common: string[]; onlyA: string[]; onlyB: string[]; empty: boolean } {
  const setA = new Set(a);
  const setB = new Set(b);
  return {
    common: [...setA].filter((word) => setB.has(word)),
    onlyA: [...setA].filter((word) => !setB.has(word)),
    onlyB: [...setB].filter((word) => !setA.has(word)),
    empty: setA.size === 0 || setB.size === 0,
  };
}

/** Common words against common words with those of one side, and both sides against each other. */
function tokenSet(a: readonly string[], b: readonly string[]): number {
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

const token: WordMethod = (a, b) => Math.max(tokenSet(a, b), tokenSort(a, b));

const partialTokenSort: WordMethod = (a, b) => partial(joined(a), joined(b));

function partialTokenSet(a: readonly string[], b: readonly string[]): number {
  const { common, onlyA, onlyB, empty } = wordSets(a, b);
  if (empty) return 0;
  return common.length > 0 ? 100 : partial(joined(onlyA), joined(onlyB));
}

function partialToken(a: readonly string[], b: readonly string[]): number {
  const { common, onlyA, onlyB } = wordSets(a, b);
  if (common.length > 0) return 100;
  return Math.max(partialTokenSort(a, b), partial(joined(onlyA), joined(onlyB)));
}

/** RapidFuzz's WRatio: the best of the methods, those that reorder or cut weighed less. */
function weighted(a: string, b: string): number {
  if (a === "" || b === "") return 0;
  const x = codePoints(a);
  const y = codePoints(b);
  const lengths = x.length > y.length ? x.length / y.length : y.length / x.length;
  const whole = pointRatio(x, y);
  const words = [splitWords(a), splitWords(b)] as const;
  if (lengths < 1.5) return Math.max(whole, 0.95 * token(...words));
  const scale = lengths <= 8 ? 0.9 : 0.6;
  return Math.max(whole, 100 * scale * partialSimilarity(x, y), 0.95 * scale * partialToken(...words));
}

const METHODS: { readonly [K in FuzzyMethod]: Method } = {
  ratio,
  "partial-ratio": partial,
  "token-sort-ratio": byWords(tokenSort),
  "token-set-ratio": byWords(tokenSet),
  "token-ratio": byWords(token),
  "partial-token-sort-ratio": byWords(partialTokenSort),
  "partial-token-set-ratio": byWords(partialTokenSet),
  "partial-token-ratio": byWords(partialToken),
  "weighted-ratio": weighted,
  "quick-ratio": (a, b) => (a === "" || b === "" ? 0 : ratio(a, b)),
};

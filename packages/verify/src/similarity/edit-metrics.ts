import { codePoints } from "./code-points.ts";
import { alignmentDistance, damerauDistance } from "./damerau-distance.ts";
import { internTokens } from "./intern-tokens.ts";
import { jaroSimilarity, jaroWinklerSimilarity } from "./jaro-similarity.ts";
import { lcsLength } from "./lcs-length.ts";
import { levenshteinDistance } from "./levenshtein-distance.ts";
import { splitWords } from "./split-words.ts";

export const EDIT_METRICS = ["levenshtein", "alignment", "damerau", "indel", "lcs", "jaro", "jaro-winkler"] as const;

/** `alignment` is optimal string alignment: swaps of neighbours, no place edited twice. */
export type EditMetric = (typeof EDIT_METRICS)[number];

type Symbols = readonly [a: Int32Array, b: Int32Array];

function symbolsOf(a: string, b: string, unit: "characters" | "words"): Symbols {
  if (unit === "characters") return [codePoints(a), codePoints(b)];
  return internTokens([splitWords(a), splitWords(b)]) as unknown as Symbols;
}

/**
 * The number of edits between two texts; for `lcs` the longer length less the common subsequence.
 *
 * Jaro counts no edits: 1 less the similarity.
 */
export function editDistance(
  a: string,
  b: string,
  metric: EditMetric,
  unit: "characters" | "words" = "characters",
): number {
  return distanceOf(symbolsOf(a, b, unit), metric);
}

/**
 * The similarity of two texts by edits, 0 … 1; two empty texts are equal.
 *
 * ```ts doctest
 * import { editSimilarityOf } from "@guerdon/verify/similarity";
 * editSimilarityOf("kitten", "mitten", "levenshtein").toFixed(3) // => "0.833"
 * ```
 */
export function editSimilarityOf(
  a: string,
  b: string,
  metric: EditMetric,
  unit: "characters" | "words" = "characters",
): number {
  const symbols = symbolsOf(a, b, unit);
  const [x, y] = symbols;
  const most = metric === "indel" ? x.length + y.length : metric.startsWith("jaro") ? 1 : Math.max(x.length, y.length);
  return most === 0 ? 1 : 1 - distanceOf(symbols, metric) / most;
}

function distanceOf([a, b]: Symbols, metric: EditMetric): number {
  switch (metric) {
    case "levenshtein":
      return levenshteinDistance(a, b);
    case "alignment":
      return alignmentDistance(a, b);
    case "damerau":
      return damerauDistance(a, b);
    case "indel":
      return a.length + b.length - 2 * lcsLength(a, b);
    case "lcs":
      return Math.max(a.length, b.length) - lcsLength(a, b);
    case "jaro":
      return 1 - jaroSimilarity(a, b);
    case "jaro-winkler":
      return 1 - jaroWinklerSimilarity(a, b);
  }
}

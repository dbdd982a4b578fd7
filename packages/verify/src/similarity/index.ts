import type { AnyFactory } from "@guerdon/core/piece";
import { bleu } from "./bleu.ts";
import { bmas } from "./bmas.ts";
import { chrf } from "./chrf.ts";
import { diversity } from "./diversity.ts";
import { editSimilarity } from "./edit-similarity.ts";
import { embeddingSimilarity } from "./embedding-similarity.ts";
import { exactMatch } from "./exact-match.ts";
import { fuzzy } from "./fuzzy.ts";
import { gleu } from "./gleu.ts";
import { meteor } from "./meteor.ts";
import { readability } from "./readability.ts";
import { rouge } from "./rouge.ts";
import { ter } from "./ter.ts";
import { tokenF1 } from "./token-f1.ts";

export { bagOverlap } from "./bag-overlap.ts";
export type { BleuOptions } from "./bleu.ts";
export { type BmasOptions, defineBmas, twoWaySimilarity } from "./bmas.ts";
export type { ChrfOptions } from "./chrf.ts";
export { codePoints } from "./code-points.ts";
export { countSyllables } from "./count-syllables.ts";
export { alignmentDistance, damerauDistance } from "./damerau-distance.ts";
export { distinctShare, novelShares } from "./distinct-share.ts";
export type { DiversityOptions } from "./diversity.ts";
export { type EditMetric, editDistance, editSimilarityOf } from "./edit-metrics.ts";
export type { EditSimilarityOptions } from "./edit-similarity.ts";
export { cosine, type Embedder, type HashingSettings, hashingEmbedder } from "./embedder.ts";
export { defineEmbeddingSimilarity, type EmbeddingSimilarityOptions } from "./embedding-similarity.ts";
export type { ExactMatchOptions } from "./exact-match.ts";
export { type Extractiveness, extractiveness } from "./extractiveness.ts";
export type { FuzzyOptions } from "./fuzzy.ts";
export { type FuzzyMethod, fuzzyRatio, processForFuzzy } from "./fuzzy-ratio.ts";
export type { GleuOptions } from "./gleu.ts";
export { jaroSimilarity, jaroWinklerSimilarity } from "./jaro-similarity.ts";
export { lcsIndices } from "./lcs-indices.ts";
export { lcsLength } from "./lcs-length.ts";
export { levenshteinDistance } from "./levenshtein-distance.ts";
export { matchNgrams } from "./match-ngrams.ts";
export type { MeteorOptions } from "./meteor.ts";
export { type MeteorSettings, meteorScore } from "./meteor-score.ts";
export { normaliseAnswer } from "./normalise-answer.ts";
export { partialSimilarity } from "./partial-similarity.ts";
export { porterStem } from "./porter-stem.ts";
export type { ReadabilityOptions } from "./readability.ts";
export { type ReadabilityFormula, readabilityScore, type TextCounts, textCounts } from "./readability-score.ts";
export type { RougeOptions } from "./rouge.ts";
export { type Overlap, type RougeSettings, type RougeType, rougeScore, rougeWords } from "./rouge-score.ts";
export { rougeSets } from "./rouge-sets.ts";
export { type BleuSettings, corpusBleu, sentenceBleu } from "./sentence-bleu.ts";
export { type ChrfSettings, corpusChrf, sentenceChrf } from "./sentence-chrf.ts";
export { sentenceGleu } from "./sentence-gleu.ts";
export { corpusTer, sentenceTer, type TerSettings } from "./sentence-ter.ts";
export { splitWords } from "./split-words.ts";
export type { TerOptions } from "./ter.ts";
export type { TokenF1Options } from "./token-f1.ts";
export { type BleuTokenizer, tokenizeForBleu } from "./tokenizers.ts";
export {
  bleu,
  bmas,
  chrf,
  diversity,
  editSimilarity,
  embeddingSimilarity,
  exactMatch,
  fuzzy,
  gleu,
  meteor,
  readability,
  rouge,
  ter,
  tokenF1,
};

/** Sources that compare a text with references, or with the others of its group. */
export const similaritySources: readonly AnyFactory[] = [
  bleu,
  chrf,
  ter,
  rouge,
  gleu,
  meteor,
  editSimilarity,
  fuzzy,
  exactMatch,
  tokenF1,
  embeddingSimilarity,
  bmas,
  diversity,
  readability,
];

import { internTokens } from "./intern-tokens.ts";
import { matchNgrams } from "./match-ngrams.ts";
import { tokenizeForBleu } from "./tokenizers.ts";

/**
 * Google's GLEU of a candidate against one reference: the smaller of precision and recall of all n-grams of 1 to 4 words.
 *
 *   GLEU = Σ_n matched_n / max(Σ_n n-grams of the candidate, Σ_n n-grams of the reference)
 *
 * @paper Wu et al. 2016, "Google's Neural Machine Translation System", §6.2
 *
 * ```ts doctest
 * import { sentenceGleu } from "@guerdon/verify/similarity";
 * sentenceGleu("the cat", "the cat sat") // => 0.5
 * ```
 */
export function sentenceGleu(candidate: string, reference: string, maxOrder = 4): number {
  const split = (text: string): string[] => tokenizeForBleu(text, "13a");
  const [tokens, gold] = internTokens([split(candidate), split(reference)]) as [Int32Array, Int32Array];
  const most = Math.max(countNgrams(tokens.length, maxOrder), countNgrams(gold.length, maxOrder));
  if (most === 0) return 0;
  return matchNgrams(tokens, [gold], maxOrder).reduce((sum, matched) => sum + matched, 0) / most;
}

function countNgrams(length: number, maxOrder: number): number {
  let count = 0;
  for (let order = 1; order <= maxOrder; order++) count += Math.max(0, length - order + 1);
  return count;
}

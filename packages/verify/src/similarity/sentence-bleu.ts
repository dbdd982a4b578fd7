import { internTokens } from "./intern-tokens.ts";
import { matchNgrams } from "./match-ngrams.ts";
import { type BleuTokenizer, tokenizeForBleu } from "./tokenizers.ts";

export const SMOOTHINGS = ["none", "floor", "add-k", "exp"] as const;

/** How BLEU is computed; names and defaults are sacreBLEU's. */
export interface BleuSettings {
  readonly tokenizer?: BleuTokenizer;
  /** What replaces a precision of 0: nothing, `smoothValue`, k added above order 1, or halving (NIST). */
  readonly smooth?: (typeof SMOOTHINGS)[number];
  /** Default 0.1 for `floor`, 1 for `add-k`. */
  readonly smoothValue?: number | undefined;
  readonly maxOrder?: number;
  /** Leaves out the orders for which the candidate is too short. */
  readonly effectiveOrder?: boolean;
  readonly lowercase?: boolean;
  /** Whether short candidates are punished. */
  readonly brevity?: boolean;
}

/** What BLEU is computed from; counts of several segments add up. */
export interface BleuCounts {
  readonly matched: number[];
  readonly total: number[];
  length: number;
  referenceLength: number;
}

/** The counts of one candidate against its references. */
function bleuCounts(candidate: string, references: readonly string[], settings: BleuSettings = {}): BleuCounts {
  const { tokenizer = "13a", maxOrder = 4, lowercase = false } = settings;
  const split = (text: string): string[] => tokenizeForBleu(lowercase ? text.toLowerCase() : text, tokenizer);
  const [tokens, ...gold] = internTokens([candidate, ...references].map(split)) as [Int32Array, ...Int32Array[]];
  return countsOfTokens(tokens, gold, maxOrder);
}

/** The counts of a candidate that is tokenised and numbered. */
export function countsOfTokens(candidate: Int32Array, references: readonly Int32Array[], maxOrder: number): BleuCounts {
  const { length } = candidate;
  let referenceLength = references[0]?.length ?? 0;
  for (const { length: other } of references) {
    const nearer = Math.abs(length - other) - Math.abs(length - referenceLength);
    if (nearer < 0 || (nearer === 0 && other < referenceLength)) referenceLength = other;
  }
  return {
    matched: matchNgrams(candidate, references, maxOrder),
    total: Array.from({ length: maxOrder }, (_, n) => Math.max(0, length - n)),
    length,
    referenceLength,
  };
}

/**
 * BLEU of counts, 0 … 1.
 *
 *   BLEU = BP · exp(1/N Σ log p_n),  BP = exp(min(0, 1 − reference length / length))
 */
export function bleuOf(counts: BleuCounts, settings: BleuSettings = {}): number {
  const { smooth = "exp", effectiveOrder = false, maxOrder = 4, brevity = true } = settings;
  const { matched, total, length, referenceLength } = counts;
  const value = settings.smoothValue ?? (smooth === "floor" ? 0.1 : 1);
  if (!matched.some((count) => count > 0)) return 0;
  let halving = 1;
  let logs = 0;
  let orders = maxOrder;
  for (let n = 0; n < maxOrder; n++) {
    const added = smooth === "add-k" && n > 0 ? value : 0;
    const all = (total[n] as number) + added;
    if (all === 0) {
      if (!effectiveOrder) return 0;
      break;
    }
    if (effectiveOrder) orders = n + 1;
    let hits = (matched[n] as number) + added;
    if (hits === 0 && smooth === "exp") {
      halving *= 2;
      hits = 1 / halving;
    } else if (hits === 0 && smooth === "floor") hits = value;
    if (hits === 0) return 0;
    logs += Math.log(hits / all);
  }
  const penalty = brevity && length < referenceLength ? Math.exp(1 - referenceLength / length) : 1;
  return penalty * Math.exp(logs / orders);
}

/**
 * BLEU of one text, 0 … 1. Orders the text is too short for are left out unless `effectiveOrder` is false.
 *
 * ```ts doctest
 * import { sentenceBleu } from "@guerdon/verify/similarity";
 * sentenceBleu("the cat sat", ["the cat sat"]) // => 1
 * ```
 */
export function sentenceBleu(candidate: string, references: readonly string[], settings: BleuSettings = {}): number {
  const all = { effectiveOrder: true, ...settings };
  return bleuOf(bleuCounts(candidate, references, all), all);
}

/**
 * BLEU of a corpus, 0 … 1: the counts of all segments together, not the mean of their BLEU.
 *
 * @param references - for each candidate, its references
 */
export function corpusBleu(
  candidates: readonly string[],
  references: readonly (readonly string[])[],
  settings: BleuSettings = {},
): number {
  const { maxOrder = 4 } = settings;
  const sum: BleuCounts = {
    matched: new Array<number>(maxOrder).fill(0),
    total: new Array<number>(maxOrder).fill(0),
    length: 0,
    referenceLength: 0,
  };
  candidates.forEach((candidate, i) => {
    const counts = bleuCounts(candidate, references[i] ?? [], settings);
    for (let n = 0; n < maxOrder; n++) {
      sum.matched[n] = (sum.matched[n] as number) + (counts.matched[n] as number);
      sum.total[n] = (sum.total[n] as number) + (counts.total[n] as number);
    }
    sum.length += counts.length;
    sum.referenceLength += counts.referenceLength;
  });
  return bleuOf(sum, settings);
}

import { type JudgedRanking, NOT_JUDGED, NOT_POOLED } from "./judged-ranking.ts";

export const RETRIEVAL_MEASURES: readonly [RetrievalMeasure, ...RetrievalMeasure[]] = [
  "ndcg",
  "average-precision",
  "reciprocal-rank",
  "precision",
  "recall",
  "success",
  "rank-biased-precision",
  "bpref",
  "r-precision",
  "relative-precision",
  "inferred-average-precision",
  "interpolated-precision",
];

export type RetrievalMeasure =
  | "ndcg"
  | "average-precision"
  | "reciprocal-rank"
  | "precision"
  | "recall"
  | "success"
  | "rank-biased-precision"
  | "bpref"
  | "r-precision"
  | "relative-precision"
  | "inferred-average-precision"
  | "interpolated-precision";

export interface RetrievalSettings {
  /** Ranks counted; without it all of them. */
  readonly cut?: number | undefined;
  /** A document of this relevance or more is relevant. */
  readonly relevant?: number | undefined;
  /** Probability of going on to the next rank, for rank-biased precision. */
  readonly persistence?: number | undefined;
  /** Recall from which interpolated precision is read. */
  readonly recallPoint?: number | undefined;
}

/**
 * A measure of one ranking with the meaning trec_eval gives it.
 *
 *   nDCG = Σ g_r / log2(r + 1) over that of the best order, g the relevance
 *   AP = Σ P@r [relevant at r] / relevant documents,  RR = 1 / rank of the first relevant
 *   RBP = (1 − p) Σ g_r / max(1, highest g) · p^(r − 1)
 *
 * A query without relevant documents has 0 everywhere.
 *
 * ```ts doctest
 * import { judgedRanking, retrievalScore } from "@guerdon/verify/ranking";
 * retrievalScore("average-precision", judgedRanking(["a", "x", "b"], new Map([["a", 1], ["b", 1]]))) // => 0.8333333333333333
 * ```
 */
export function retrievalScore(
  measure: RetrievalMeasure,
  { levels, judged }: JudgedRanking,
  { cut, relevant = 1, persistence = 0.9, recallPoint = 0 }: RetrievalSettings = {},
): number {
  const length = Math.min(levels.length, cut ?? levels.length);
  const total = countRelevant(judged, relevant);
  switch (measure) {
    case "ndcg":
      return ndcg(levels, judged, { length, ideal: cut ?? Number.POSITIVE_INFINITY });
    case "rank-biased-precision":
      return rankBiased(levels, judged, { length, persistence });
    case "reciprocal-rank": {
      const first = levels.findIndex((level) => level >= relevant);
      return first === -1 || first >= length ? 0 : 1 / (first + 1);
    }
    case "success":
      return Number(foundIn(levels, length, relevant) > 0);
    case "precision": {
      const ranks = cut ?? levels.length;
      return ranks === 0 ? 0 : foundIn(levels, length, relevant) / ranks;
    }
    default:
      if (total === 0) return 0;
  }
  switch (measure) {
    case "recall":
      return foundIn(levels, length, relevant) / total;
    case "relative-precision": {
      const possible = Math.min(cut ?? levels.length, total);
      return possible === 0 ? 0 : foundIn(levels, length, relevant) / possible;
    }
    case "r-precision":
      return foundIn(levels, Math.min(levels.length, total), relevant) / total;
    case "average-precision":
      return averagePrecision(levels, length, relevant) / total;
    case "bpref":
      return bpref(levels, length, { relevant, total, others: countJudged(judged) - total });
    case "inferred-average-precision":
      return inferredPrecision(levels, length, relevant) / total;
    default:
      return interpolatedPrecision(levels, length, { relevant, needed: Math.max(1, Math.round(recallPoint * total)) });
  }
}

function countJudged(judged: JudgedRanking["judged"]): number {
  let count = 0;
  for (const documents of judged.values()) count += documents;
  return count;
}

function countRelevant(judged: JudgedRanking["judged"], relevant: number): number {
  let count = 0;
  for (const [level, documents] of judged) if (level >= relevant) count += documents;
  return count;
}

function foundIn(levels: Int32Array, length: number, relevant: number): number {
  let found = 0;
  for (let i = 0; i < length; i++) if ((levels[i] as number) >= relevant) found++;
  return found;
}

function ndcg(
  levels: Int32Array,
  judged: JudgedRanking["judged"],
  { length, ideal: places }: { readonly length: number; readonly ideal: number },
): number {
  let gained = 0;
  for (let i = 0; i < length; i++) {
    const gain = levels[i] as number;
    if (gain > 0) gained += gain / Math.log2(i + 2);
  }
  let ideal = 0;
  let rank = 0;
  for (const [gain, documents] of [...judged].sort(([a], [b]) => b - a)) {
    if (gain <= 0) break;
    for (let i = 0; i < documents && rank < places; i++) ideal += gain / Math.log2(rank++ + 2);
  }
  return ideal === 0 ? 0 : gained / ideal;
}

function rankBiased(
  levels: Int32Array,
  judged: JudgedRanking["judged"],
  { length, persistence }: { readonly length: number; readonly persistence: number },
): number {
  let highest = 1;
  for (const level of judged.keys()) if (level > highest) highest = level;
  let sum = 0;
  let weight = 1;
  for (let i = 0; i < length; i++) {
    const gain = levels[i] as number;
    if (gain > 0) sum += (gain / highest) * weight;
    weight *= persistence;
  }
  return (1 - persistence) * sum;
}

function averagePrecision(levels: Int32Array, length: number, relevant: number): number {
  let found = 0;
  let sum = 0;
  for (let i = 0; i < length; i++) {
    if ((levels[i] as number) < relevant) continue;
    found++;
    sum += found / (i + 1);
  }
  return sum;
}

function bpref(
  levels: Int32Array,
  length: number,
  { relevant, total, others }: { readonly relevant: number; readonly total: number; readonly others: number },
): number {
  let before = 0;
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const level = levels[i] as number;
    if (level < 0) continue;
    if (level < relevant) before++;
    else sum += before === 0 ? 1 : 1 - Math.min(before, total) / Math.min(others, total);
  }
  return sum / total;
}

const EPSILON = 0.00001; // trec_eval: INFAP_EPSILON

function inferredPrecision(levels: Int32Array, length: number, relevant: number): number {
  let others = 0;
  let found = 0;
  let unjudged = 0;
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const level = levels[i] as number;
    if (level === NOT_POOLED) continue;
    if (level === NOT_JUDGED) unjudged++;
    else if (level < relevant) others++;
    else {
      const judgedShare = (found + EPSILON) / (found + others + 2 * EPSILON);
      sum += i === 0 ? 1 : 1 / (i + 1) + ((found + others + unjudged) / (i + 1)) * judgedShare;
      found++;
    }
  }
  return sum;
}

function interpolatedPrecision(
  levels: Int32Array,
  length: number,
  { relevant, needed }: { readonly relevant: number; readonly needed: number },
): number {
  let found = 0;
  let best = 0;
  for (let i = 0; i < length; i++) {
    if ((levels[i] as number) < relevant) continue;
    found++;
    if (found >= needed) best = Math.max(best, found / (i + 1));
  }
  return best;
}

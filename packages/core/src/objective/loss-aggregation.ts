import { RewardError } from "../error/index.ts";
import { checkLength, checkOffsets } from "./check-length.ts";

/** Ways to make one number of token losses l with mask m; j runs over rollouts. */
export const AGGREGATIONS = [
  "token-mean",
  "token-sum",
  "token-sum-norm",
  "seq-mean-token-mean",
  "seq-mean-token-sum",
  "seq-mean-token-sum-norm",
] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

export interface AggregationOptions {
  /** How token losses become one number. */
  readonly aggregation: Aggregation;
  /** L_max of the modes that end in `-norm`. */
  readonly maxLength: number | null;
  /** Tokens (`token-mean`) or rollouts (`seq-mean-…`) of the whole step, when this batch is a part of it. */
  readonly denominator: number | null;
  /** Whether a rollout without a counted token is one of the rollouts divided by. */
  readonly emptyRollouts: "skip" | "count";
}

/** Columns of tokens, and of the rollouts that hold them. */
export interface TokenColumns {
  /** First token of each rollout, and the end of the last; all tokens are one rollout without it. */
  readonly offsets?: Int32Array;
  /** 1 for tokens that count; tokens with 0 may hold anything. */
  readonly mask?: Uint8Array;
  /** 1 for rollouts that count; 0 leaves one out (overlong). */
  readonly keep?: Uint8Array;
  /** What the loss of each rollout is multiplied by; denominators do not change. */
  readonly weights?: Float64Array;
  /** What the loss of each token is multiplied by; denominators do not change. */
  readonly tokenWeights?: Float64Array;
}

/** What a token loss is multiplied by: `scale`, divided by the tokens of its rollout with `byLength`. */
export interface Aggregate {
  readonly offsets: Int32Array;
  readonly scale: number;
  readonly byLength: boolean;
  readonly tokens: number;
  readonly rollouts: number;
}

/**
 * The denominators of a loss over tokens: what each mode divides by.
 *
 *   token-mean               Σ l·m / Σ m
 *   token-sum                Σ l·m
 *   token-sum-norm           Σ l·m / L_max
 *   seq-mean-token-mean      mean_j ( Σ_t l·m / Σ_t m )
 *   seq-mean-token-sum       mean_j Σ_t l·m
 *   seq-mean-token-sum-norm  mean_j Σ_t l·m / L_max        (Dr. GRPO)
 *
 * A rollout without a counted token is no rollout of the mean unless `emptyRollouts` is `count`.
 *
 * @throws RewardError GUERDON_SHAPE when lengths differ or offsets do not cover the tokens
 * @throws RewardError GUERDON_OPTION when a mode needs `maxLength` and there is none
 * @paper 175 §Mechanism (its last formula has no mean over rollouts: that is `token-sum-norm`), 185, 206
 * @kind objective
 * @alias lossAggregation
 */
export function lossAggregation(columns: TokenColumns, length: number, options: AggregationOptions): Aggregate {
  const offsets = columns.offsets ?? Int32Array.of(0, length);
  checkOffsets("offsets", offsets, length);
  checkLength("mask", columns.mask, length, "T");
  checkLength("tokenWeights", columns.tokenWeights, length, "T");
  checkLength("keep", columns.keep, offsets.length - 1, "R");
  checkLength("weights", columns.weights, offsets.length - 1, "R");
  let [tokens, rollouts] = [0, 0];
  for (let r = 0; r + 1 < offsets.length; r++) {
    if (columns.keep?.[r] === 0) continue;
    const count = countTokens(columns.mask, offsets[r] as number, offsets[r + 1] as number);
    tokens += count;
    if (count > 0) rollouts++;
  }
  const divisor = divisorOf(options, tokens, options.emptyRollouts === "count" ? offsets.length - 1 : rollouts);
  const byLength = options.aggregation === "seq-mean-token-mean";
  return { offsets, scale: divisor > 0 ? 1 / divisor : 0, byLength, tokens, rollouts };
}

/** Tokens of a slice that count. */
export function countTokens(mask: Uint8Array | undefined, start: number, end: number): number {
  if (mask === undefined) return end - start;
  let count = 0;
  for (let t = start; t < end; t++) if (mask[t] !== 0) count++;
  return count;
}

function divisorOf(
  { aggregation, denominator, maxLength }: AggregationOptions,
  tokens: number,
  rollouts: number,
): number {
  const norm = aggregation.endsWith("-norm") ? maxLength : 1;
  if (norm === null) {
    throw new RewardError("GUERDON_OPTION", `Expected \`maxLength\` with \`${aggregation}\`, got none.`, {
      hint: "Give the longest length that a rollout may have, in tokens.",
    });
  }
  if (aggregation === "token-sum" || aggregation === "token-sum-norm") return norm;
  return (denominator ?? (aggregation === "token-mean" ? tokens : rollouts)) * norm;
}

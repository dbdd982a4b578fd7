import { z } from "zod";
import { type Adaptive, defineSampler, type Moment, stateOf, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, groupOffsets, type Layout, missingAt, type Signal, UNIT } from "../signal/index.ts";
import { gravestIn } from "./gravest-in.ts";

export interface VariancePromotionOptions {
  /** Weight of the variance of a prompt's rewards. */
  readonly outcome: number;
  /** Weight of the diversity of a prompt's rollouts. */
  readonly diversity: number;
  /** Share of the draws that follows the scores; the rest is uniform. */
  readonly mixture: number;
  /** How scores become shares: stretched to [0, 1] over the candidates, or as they are. */
  readonly normalise: "min-max" | "sum";
  /** Training steps between two refreshes of a remembered score. */
  readonly refreshEvery: number;
  /** Share of the old score in a refreshed one. */
  readonly momentum: number;
  /** Divides by one less than the number of rewards. */
  readonly unbiased: boolean;
}
type VariancePromotionInput = {
  readonly [K in keyof VariancePromotionOptions]?: VariancePromotionOptions[K] | undefined;
};

const options: z.ZodType<VariancePromotionOptions, VariancePromotionInput> = z.strictObject({
  outcome: z.number().nonnegative().default(0.8), // 198 §Mechanism: a = 0.8
  diversity: z.number().nonnegative().default(0.2), // 198 §Mechanism: b = 0.2
  mixture: z.number().min(0).max(1).default(0.5), // 198 §Mechanism: λ = 0.5
  normalise: z.enum(["min-max", "sum"]).default("min-max"), // 198 §Mechanism, code
  refreshEvery: z.int().positive().default(28), // 198 §Pieces
  momentum: z.number().min(0).lt(1).default(0), // 198 §Mechanism, code
  unbiased: z.boolean().default(false),
});

/**
 * Weighs prompts by how much their rewards vary and how much their rollouts differ.
 *
 *   s_g = outcome · Var(of_g) + diversity · spread_g;  for rewards of 0 and 1 Var = P (1 − P)
 *   q_g = (s_g − min s) / (max s − min s), or s_g with `normalise: sum`
 *   out_g = mixture · q_g / Σ q + (1 − mixture) / G,  and 1 / G where Σ q = 0
 *
 * A score is remembered by the name of its group; every `refreshEvery` training steps it becomes
 * momentum · old + (1 − momentum) · new, and a prompt seen for the first time gets its score at
 * once. A candidate that was never scored is scored on the rewards at hand, and is missing without
 * any. One reward alone has no variance. `spread` must grow with diversity: 1 − self-similarity,
 * never the similarity.
 *
 * @shape of [R], spread [G] → [G]
 * @unit reward, share → share of the draws
 * @paper 198 §Mechanism 1–3 (the paper draws the first part with replacement: `drawByWeight`)
 * @kind sampler
 * @alias mixed sampler = { use: variance-promotion, mixture: 0.5, refreshEvery: 28, normalise: min-max }
 * @plot { mixture: 1 } over members [1, 0, 1, 1]
 *
 * ```ts doctest
 * import { variancePromotion } from "@guerdon/core/sampler";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const inputs = [fullSignal("rollout", [1, 0, 1, 1]), fullSignal("group", [0, 0])];
 * [...variancePromotion().apply(inputs, flatLayout([2, 2])).values] // => [0.75, 0.25]
 * ```
 */
export const variancePromotion: TransformFactory<typeof options> = defineSampler({
  name: "variance-promotion",
  version: 1,
  summary: "Weighs prompts by how much their rewards vary and how much their rollouts differ.",
  options,
  build: (own) => ({
    scope: "batch",
    level: "group",
    inputs: [
      { name: "of", level: "rollout" },
      { name: "spread", default: 0 },
    ],
    adaptive: adaptiveOf(own),
    range: () => UNIT,
    trend: () => "unknown",
    apply: (inputs, layout, moment) => weigh(inputs, layout, own, moment),
  }),
});

/** The remembered score of each prompt. */
type Scores = { readonly [prompt: string]: number };

const NONE: Adaptive["init"] = () => ({});

function adaptiveOf(own: VariancePromotionOptions): Adaptive {
  return {
    init: NONE,
    step: (state, inputs, layout, step) => {
      const scores: Record<string, number> = { ...(state as Scores) };
      const fresh = scoresOf(inputs, layout, own);
      layout.groupKeys?.forEach((prompt, g) => {
        const [score, old] = [fresh[g] as number, known(state as Scores, prompt)];
        if (!Number.isFinite(score)) return;
        if (old === undefined) scores[prompt] = score;
        else if (step % own.refreshEvery === 0) scores[prompt] = own.momentum * old + (1 - own.momentum) * score;
      });
      return scores;
    },
  };
}

function known(scores: Scores, prompt: string | undefined): number | undefined {
  return prompt !== undefined && Object.hasOwn(scores, prompt) ? scores[prompt] : undefined;
}

/** [G] the score of each group on the rewards at hand; NaN where there is none. */
function scoresOf(inputs: readonly Signal[], layout: Layout, own: VariancePromotionOptions): Float64Array {
  const [of, spread] = inputs as readonly [Signal, Signal];
  const offsets = groupOffsets(layout);
  const scores = new Float64Array(offsets.length - 1).fill(Number.NaN);
  for (let g = 0; g < scores.length; g++) {
    const variance = varianceIn(of, offsets[g] as number, offsets[g + 1] as number, own.unbiased ? 1 : 0);
    if (spread.present[g] === 1) scores[g] = own.outcome * variance + own.diversity * (spread.values[g] as number);
  }
  return scores;
}

/** NaN of no reward, 0 of one or of equal ones. */
function varianceIn(of: Signal, from: number, to: number, freedom: 0 | 1): number {
  let count = 0;
  let sum = 0;
  let first = 0;
  let equal = true;
  for (let i = from; i < to; i++) {
    if (of.present[i] === 0) continue;
    if (count === 0) first = of.values[i] as number;
    else if (of.values[i] !== first) equal = false;
    count++;
    sum += of.values[i] as number;
  }
  if (equal) return count === 0 ? Number.NaN : 0;
  let squares = 0;
  for (let i = from; i < to; i++) if (of.present[i] === 1) squares += ((of.values[i] as number) - sum / count) ** 2;
  return squares / (count - freedom);
}

function weigh(
  inputs: readonly Signal[],
  layout: Layout,
  own: VariancePromotionOptions,
  moment: Moment | undefined,
): Signal {
  const remembered = stateOf<{ [prompt: string]: number }>({ init: NONE }, moment);
  const fresh = scoresOf(inputs, layout, own);
  const scores = fresh.map((score, g) => known(remembered, layout.groupKeys?.[g]) ?? score);
  const [of, spread] = inputs as readonly [Signal, Signal];
  const offsets = groupOffsets(layout);
  const present = Uint8Array.from(scores, (score, g) => +(!Number.isNaN(score) || isWhole(of, spread, offsets, g)));
  return deriveSignal("group", sharesOf(scores, present, own), present, (g) => {
    if (spread.present[g] === 0) return missingAt(spread, g);
    return gravestIn(of, offsets[g] as number, offsets[g + 1] as number);
  });
}

/** Whether a score could be computed: one that is none then has overflowed. */
function isWhole(of: Signal, spread: Signal, offsets: Int32Array, group: number): boolean {
  const some = of.present.subarray(offsets[group] as number, offsets[group + 1] as number).includes(1);
  return some && spread.present[group] === 1;
}

function sharesOf(scores: Float64Array, present: Uint8Array, own: VariancePromotionOptions): Float64Array {
  let count = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let g = 0; g < scores.length; g++) {
    if (present[g] === 0) continue;
    count++;
    least = Math.min(least, scores[g] as number);
    most = Math.max(most, scores[g] as number);
  }
  const stretched = scores.map((score) => (own.normalise === "sum" ? score : (score - least) / (most - least)));
  let sum = 0;
  for (let g = 0; g < scores.length; g++) if (present[g] === 1) sum += stretched[g] as number;
  const flat = own.normalise === "sum" ? sum === 0 : most === least;
  return stretched.map((share) => (flat ? 1 / count : (own.mixture * share) / sum + (1 - own.mixture) / count));
}

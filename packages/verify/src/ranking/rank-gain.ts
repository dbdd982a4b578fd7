import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import { pickGains } from "./pick-gains.ts";

const LIMIT_ITEMS = 1_000_000;

export interface RankGainOptions {
  /** What a relevant pick is worth at the first place. */
  readonly scale: number;
  /** When a pick that is not relevant costs log2(t + 1). */
  readonly missPenalty: "until-first-hit" | "always" | "none";
  /** Divides a hit by the mean gap between the hits so far. */
  readonly distance: boolean;
  /** For a pick that is taken or no item; the episode ends with it. */
  readonly invalid: number;
  /** Lists with more items are a failure of the task. */
  readonly limitItems: number;
}

type GainInput = { readonly [K in keyof RankGainOptions]?: RankGainOptions[K] | undefined };

const options: z.ZodType<RankGainOptions, GainInput> = z.strictObject({
  scale: z.number().positive().default(3), // 178 §Mechanism: M = 3
  missPenalty: z.enum(["until-first-hit", "always", "none"]).default("until-first-hit"), // 178 §Mechanism
  distance: z.boolean().default(false), // 178 §Mechanism: the reward as coded has none
  invalid: z.number().default(-6), // 178 §Mechanism
  limitItems: z.int().positive().max(LIMIT_ITEMS).default(1000),
});

/**
 * Pays each pick of a ranking made one item at a time by what it adds to the quality of the ranking.
 *
 *   relevant:   scale / (log2(t + 1) · distance),  distance the mean gap between the hits so far, or 1
 *   irrelevant: −log2(t + 1) before the first hit, 0 after it
 *   taken, or no item: `invalid`, and what follows is worth 0
 *
 * `relevance` lists the relevance of each item by its number from 0; a step's `action` is such a number, or a text
 * that is one. The sum over a ranking without misses is its DCG times `scale`.
 *
 * @kind source
 * @shape steps [S] → [S]
 * @unit picks, relevances → reward
 * @paper 178 §Mechanism
 * @alias rankGain
 *
 * ```ts doctest
 * import { rankGain } from "@guerdon/verify/ranking";
 * rankGain({ limitItems: 31 }).range // => { min: -6, max: 3 }
 * ```
 */
export const rankGain: SourceFactory<typeof options> = defineSource({
  name: "rank-gain",
  version: 1,
  summary: "Pays each pick of a ranking made item by item by what it adds to the ranking's quality.",
  options,
  build: (set: RankGainOptions) => ({
    level: "step",
    fields: { steps: { type: "json", default: "{{ sample.steps }}" }, relevance: { type: "json" } },
    range: {
      min: Math.min(0, set.invalid, set.missPenalty === "none" ? 0 : -Math.log2(set.limitItems + 1)),
      max: Math.max(set.scale, set.invalid),
    },
    score: (columns, out, _, layout) => {
      for (let row = 0; row + 1 < layout.stepOffsets.length; row++) {
        const from = layout.stepOffsets[row] as number;
        const to = layout.stepOffsets[row + 1] as number;
        const relevance = numbersOf(columns.relevance?.[row], set.limitItems);
        const steps = columns.steps?.[row];
        if (relevance === undefined || !Array.isArray(steps) || steps.length < to - from) {
          const reason =
            relevance === undefined
              ? `Expected \`relevance\` to list at most ${set.limitItems} numbers, got something else.`
              : "Expected `steps` to hold the steps of the rollout, got fewer.";
          for (let i = from; i < to; i++) out.fail(i, "task", reason);
          continue;
        }
        const gains = pickGains((steps as readonly Json[]).slice(0, to - from).map(pickOf), relevance, set);
        for (let i = from; i < to; i++) out.set(i, gains[i - from] as number);
      }
    },
  }),
});

function numbersOf(value: Json | undefined, limit: number): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length > limit) return undefined;
  return value.every((one) => typeof one === "number") ? (value as readonly number[]) : undefined;
}

function pickOf(step: Json): number {
  const action =
    typeof step === "object" && step !== null && !Array.isArray(step)
      ? (step as { readonly [key: string]: Json }).action
      : step;
  if (typeof action === "number") return action;
  return typeof action === "string" && /^\s*\d{1,9}\s*$/u.test(action) ? Number(action) : Number.NaN;
}

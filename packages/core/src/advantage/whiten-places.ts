import { z } from "zod";
import type { BatchRule } from "./batch-rule.ts";
import { epsPlace } from "./group-rule.ts";
import { normaliseBatch } from "./normalise-batch.ts";

/** How the advantages of places are normalised over the batch at the end. */
export interface WhitenRule extends Omit<BatchRule, "batch"> {
  /** Whether they are; every place counts once. */
  readonly whiten: boolean;
}

/** The options of a whiten rule, for a strict object. Defaults are those of verl. */
export function whitenRuleShape(whiten: boolean): {
  readonly [K in keyof WhitenRule]: z.ZodType<WhitenRule[K], WhitenRule[K] | undefined>;
} {
  return {
    whiten: z.boolean().default(whiten),
    batchScale: z.enum(["sample-std", "population-std", "none"]).default("sample-std"),
    batchEps: z.number().nonnegative().default(1e-8), // verl masked_whiten
    batchEpsAt: epsPlace.default("variance"),
  };
}

/** Normalises the counted places in place, where the rule says so. */
export function whitenPlaces(values: Float64Array, counted: Uint8Array, rule: WhitenRule): void {
  if (rule.whiten) normaliseBatch(values, new Float64Array(counted), { ...rule, batch: "rollout" });
}

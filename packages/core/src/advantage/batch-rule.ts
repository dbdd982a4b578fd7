import { z } from "zod";
import { type EpsPlace, epsPlace } from "./group-rule.ts";

/** How advantages are normalised once more over the whole batch. */
export interface BatchRule {
  /** Over rollouts, each counting once; over tokens, each rollout counting its tokens; or not at all. */
  readonly batch: "off" | "rollout" | "token";
  /** What is divided by after the mean is taken away: a deviation with N − 1, with N, or nothing. */
  readonly batchScale: "sample-std" | "population-std" | "none";
  /** Added to what the batch is divided by. */
  readonly batchEps: number;
  /** Where `batchEps` is added: to the deviation, to the variance, or as the least divisor. */
  readonly batchEpsAt: EpsPlace;
}

/** The options of a batch rule, for a strict object, with its default for `batch`. */
export function batchRuleShape(batch: BatchRule["batch"]): {
  readonly [K in keyof BatchRule]: z.ZodType<BatchRule[K], BatchRule[K] | undefined>;
} {
  return {
    batch: z.enum(["off", "rollout", "token"]).default(batch),
    batchScale: z.enum(["sample-std", "population-std", "none"]).default("sample-std"),
    batchEps: z.number().nonnegative().default(1e-4), // 088 eq. 6
    batchEpsAt: epsPlace.default("std"),
  };
}

import { z } from "zod";
import type { ClassRule } from "./classes.ts";

/** How the values of a class of places become advantages. */
export interface PlaceRule extends ClassRule {
  /** What is taken away: the mean of the class, the mean of its other members, or nothing. */
  readonly baseline: "group-mean" | "leave-one-out" | "none";
  /** What the difference is divided by: a deviation of the class with n − 1 or n, or nothing. */
  readonly scale: "none" | "sample-std" | "population-std";
  /** Added to the deviation. */
  readonly eps: number;
  /** Advantages are cut to −clip … clip; absent for no cut. */
  readonly clip?: number | undefined;
}

type PlaceShape = { readonly [K in keyof Required<PlaceRule>]: z.ZodType<PlaceRule[K], PlaceRule[K] | undefined> };

/** The options of a place rule, for a strict object, with two defaults of one's own. */
export function placeRuleShape({ baseline, scale }: Pick<PlaceRule, "baseline" | "scale">): PlaceShape {
  return {
    by: z.enum(["all", "index", "key"]).default("all"),
    among: z.enum(["group", "batch"]).default("group"),
    baseline: z.enum(["group-mean", "leave-one-out", "none"]).default(baseline),
    scale: z.enum(["none", "sample-std", "population-std"]).default(scale),
    eps: z.number().nonnegative().default(1e-6), // 165 §Mechanism 5
    clip: z.number().positive().optional(),
  };
}

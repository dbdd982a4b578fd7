import { z } from "zod";

export interface QualityOptions {
  /** 1 for a feasible solution, or how near it comes to the best known. */
  readonly measure: "feasible" | "quality";
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

/** The options of a source that checks a solution, for a strict object, with their defaults. */
export const QUALITY_SHAPE: {
  readonly [K in keyof QualityOptions]: z.ZodType<QualityOptions[K], QualityOptions[K] | undefined>;
} = {
  measure: z.enum(["feasible", "quality"]).default("quality"),
  limitCharacters: z.int().positive().default(1_000_000),
};

import { z } from "zod";
import type { PlaceLevel } from "./classes.ts";

/** Where a refining piece works: finer than the advantages before it where its inputs are; as fine as they when absent. */
export interface RefineLevel {
  /** Level of the result; that of the advantages it refines when absent. */
  readonly level?: PlaceLevel | undefined;
}

export const refineLevel: z.ZodType<PlaceLevel | undefined, PlaceLevel | undefined> = z
  .enum(["rollout", "step", "token"])
  .optional();

/** The level as a fact, where the options name one. */
export function levelFact({ level }: RefineLevel): { readonly level?: PlaceLevel } {
  return level === undefined ? {} : { level };
}

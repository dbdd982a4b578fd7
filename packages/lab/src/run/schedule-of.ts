import { RewardError } from "@guerdon/core/error";
import type { Library, Transform } from "@guerdon/core/piece";
import { z } from "zod";

/** A number, or a schedule by name. */
export type ScheduledJson = number | { readonly use: string; readonly [option: string]: unknown };

/** A number, or `{ use: anneal, from: 0.001, to: 0, … }`. */
export const scheduled: z.ZodType<ScheduledJson> = z.union([z.number(), z.looseObject({ use: z.string() })]) as never;

/**
 * The number, or the schedule piece that the settings name.
 *
 * @throws RewardError GUERDON_EXPERIMENT when the piece reads terms
 */
export function scheduleOf(library: Library, place: string, json: ScheduledJson): number | Transform {
  if (typeof json === "number") return json;
  const { use, ...given } = json;
  const { factory, options } = library.find(use);
  const piece = factory({ ...options, ...given }) as Transform;
  if ("inputs" in piece && piece.inputs.every((input) => input.default !== undefined)) return piece;
  throw new RewardError(
    "GUERDON_EXPERIMENT",
    `Expected \`${place}\` to be a number or a schedule of the update alone, got \`${use}\`, which reads terms.`,
  );
}

import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { gaussianProximityTo, pointInBox } from "./box-overlap.ts";
import { readPoint } from "./read-box.ts";
import { boxesOf } from "./read-boxes.ts";

export interface GaussianProximityOptions {
  /** A fall-off with distance, or 1 inside the box and 0 outside. */
  readonly measure: "gaussian" | "inside";
  /** Deviation in box sides, or how much the box is enlarged. */
  readonly scale: number;
  /** Smallest deviation, in the unit of the coordinates. */
  readonly least: number;
}

type ProximityInput = { readonly [K in keyof GaussianProximityOptions]?: GaussianProximityOptions[K] | undefined };

const options: z.ZodType<GaussianProximityOptions, ProximityInput> = z.strictObject({
  measure: z.enum(["gaussian", "inside"]).default("gaussian"),
  scale: z.number().positive().default(1), // 031 §Mechanism: k = 1
  least: z.number().positive().default(1), // 031 §Pitfalls: one pixel
});

/**
 * How near the stated point is to the middle of the expected box, or whether it is inside.
 *
 *   gaussian: exp(−½ ((dx / σ_x)² + (dy / σ_y)²)),  σ = max(least, scale · side)
 *
 * @kind source
 * @unit point, box → 0 … 1
 * @paper 031 §Mechanism
 * @alias gaussianProximity
 *
 * ```ts doctest
 * import { gaussianProximity } from "@guerdon/verify/geometry";
 * gaussianProximity().range // => { min: 0, max: 1 }
 * ```
 */
export const gaussianProximity: SourceFactory<typeof options> = defineSource({
  name: "gaussian-proximity",
  version: 1,
  summary: "How near the stated point is to the middle of the expected box, or whether it is inside.",
  options,
  build: ({ measure, scale, least }: GaussianProximityOptions) => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, box: { type: "json" } },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const target = boxesOf([columns.box?.[i] ?? null])?.[0]?.box;
        if (target === undefined) {
          out.fail(i, "task", "Expected `box` to be [x1, y1, x2, y2] with an area, got something else.");
          continue;
        }
        const point = readPoint(columns.text?.[i] as string);
        if (point === undefined) out.set(i, 0, "no point is stated");
        else if (measure === "inside") out.set(i, Number(pointInBox(point, target, scale)));
        else out.set(i, gaussianProximityTo(point, target, scale, least));
      }
    },
  }),
});

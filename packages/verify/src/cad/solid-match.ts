import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type ScriptOptions, scoreSolids, scriptOptionsShape } from "./score-solids.ts";

export interface SolidMatchOptions extends ScriptOptions {
  /**
   * - `iou`: volume of the intersection over that of the union
   * - `chamfer`: mean squared distance between points of the surfaces, both ways; smaller is better
   * - `closeness`: `exp(−chamfer / scale)`
   */
  readonly measure: "iou" | "chamfer" | "closeness";
  /** Whether the reference is moved to the centre of the solid's bounding box first, and scaled to its longest side. */
  readonly align: "none" | "centre" | "centre+scale";
  /** Points of each surface. */
  readonly points: number;
  /** Root of the random points. */
  readonly seed: number;
  /** Chamfer distance at which `closeness` is 1/e. */
  readonly scale: number;
}

type SolidMatchInput = { readonly [K in keyof SolidMatchOptions]?: SolidMatchOptions[K] | undefined };

const options: z.ZodType<SolidMatchOptions, SolidMatchInput> = z.strictObject({
  ...scriptOptionsShape,
  measure: z.enum(["iou", "chamfer", "closeness"]).default("iou"),
  align: z.enum(["none", "centre", "centre+scale"]).default("none"),
  points: z.int().min(1).max(10_000).default(2000), // 216 §Mechanism
  seed: z.int().default(0),
  scale: z.number().positive().default(1),
});

/**
 * How close the solid that the CAD script in the text makes is to the reference, by volume or by surface.
 *
 *     iou = vol(A ∩ B) / vol(A ∪ B)
 *     chamfer = mean over a of min |a − b|² + mean over b of min |a − b|²
 *
 * The reference is a script of the same language, or a mesh `{ positions, triangles }`. A script that makes no valid
 * solid with a volume scores 0, and fails with `chamfer`, where 0 would be the best.
 *
 * @kind source
 * @paper 216
 * @alias meshIoU = { use: solid-match, measure: iou }
 * @alias chamfer = { use: solid-match, measure: chamfer }
 * @unit text, reference → 0 to 1, or a squared length
 *
 * ```ts doctest
 * import { solidMatch } from "@guerdon/verify/cad";
 * solidMatch({ measure: "chamfer" }).options.points // => 2000
 * ```
 */
export const solidMatch: SourceFactory<typeof options> = defineSource({
  name: "solid-match",
  version: 1,
  summary: "How close the solid of the CAD script in the text is to the reference: IoU or Chamfer distance.",
  options,
  build: ({ measure, scale, points, ...set }: SolidMatchOptions) => ({
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, reference: { type: "json" } },
    range: measure === "chamfer" ? { min: 0, max: Number.POSITIVE_INFINITY } : UNIT,
    score: (columns, out, context) =>
      scoreSolids(columns, { ...set, points: measure === "iou" ? 0 : points }, out, context, (row, solid) => {
        const why = "wrong" in solid ? solid.wrong : solid.facts.volume > 0 ? undefined : "the solid has no volume";
        if (why !== undefined || "wrong" in solid) {
          if (measure === "chamfer") out.fail(row, "candidate", why ?? "no solid");
          else out.set(row, 0, why);
          return;
        }
        const { iou = 0, chamfer = 0 } = solid;
        const value = measure === "iou" ? iou : measure === "chamfer" ? chamfer : Math.exp(-chamfer / scale);
        out.set(row, value, `${measure === "iou" ? "IoU" : "Chamfer"} ${measure === "iou" ? iou : chamfer}`);
      }),
  }),
});

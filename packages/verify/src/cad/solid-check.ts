import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type ScriptOptions, scoreSolids, scriptOptionsShape } from "./score-solids.ts";

export interface SolidCheckOptions extends ScriptOptions {
  /** Whether a solid without volume scores 0. */
  readonly requireVolume: boolean;
}

type SolidCheckInput = { readonly [K in keyof SolidCheckOptions]?: SolidCheckOptions[K] | undefined };

const options: z.ZodType<SolidCheckOptions, SolidCheckInput> = z.strictObject({
  ...scriptOptionsShape,
  requireVolume: z.boolean().default(true),
});

/**
 * Scores 1 when the CAD script in the text runs and makes a valid solid: a closed surface with a volume, else 0.
 *
 * Scripts run in an interpreter that reaches the modelling library alone. A JSCAD script has `main`, whose solids are
 * joined; a Manifold script ends with `result`, a default export or a last expression.
 *
 * @kind source
 * @paper 216
 * @alias scriptExec
 * @unit text → 0 or 1
 *
 * ```ts doctest
 * import { solidCheck } from "@guerdon/verify/cad";
 * solidCheck().options.language // => "jscad"
 * ```
 */
export const solidCheck: SourceFactory<typeof options> = defineSource({
  name: "solid-check",
  version: 1,
  summary: "1 when the CAD script in the text runs and makes a valid solid, else 0.",
  options,
  build: ({ requireVolume, ...set }: SolidCheckOptions) => ({
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
    range: UNIT,
    score: (columns, out, context) =>
      scoreSolids(columns, { ...set, align: "none", points: 0, seed: 0 }, out, context, (row, solid) => {
        if ("wrong" in solid) return out.set(row, 0, solid.wrong);
        const { volume, triangles, parts } = solid.facts;
        const isValid = !requireVolume || volume > 0;
        out.set(
          row,
          isValid ? 1 : 0,
          `volume ${Number(volume.toPrecision(6))}, ${parts} parts, ${triangles} triangles`,
        );
      }),
  }),
});

import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { jsonText } from "../json/json-text.ts";
import { parseStrict } from "../json/parse-strict.ts";
import { QUALITY_SHAPE, type QualityOptions } from "./quality-options.ts";
import { type Places, tourLength } from "./tour-length.ts";

type TourInput = { readonly [K in keyof QualityOptions]?: QualityOptions[K] | undefined };

const options: z.ZodType<QualityOptions, TourInput> = z.strictObject(QUALITY_SHAPE);

/**
 * Scores a round tour over places: one that leaves a place out or visits one twice 0.
 *
 *   quality: best / length, at most 1;  gap = length / best − 1 is its evidence
 *
 * `instance` holds `points`, a list of coordinates, or `distances`, a square matrix, which need not be symmetric. The
 * tour is a JSON list of place numbers from 0, each once; the first may be repeated at the end. Lengths are unrounded.
 *
 * @kind source
 * @unit tour, places → 0 … 1
 *
 * ```ts doctest
 * import { tour } from "@guerdon/verify/optimisation";
 * tour({ measure: "feasible" }).options.measure // => "feasible"
 * ```
 */
export const tour: SourceFactory<typeof options> = defineSource({
  name: "tour",
  version: 1,
  summary: "Feasibility of a round tour and how near its length comes to the best known.",
  options,
  build: ({ measure, limitCharacters }: QualityOptions) => ({
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      instance: { type: "json" },
      best: { type: "json", optional: true },
    },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const places = placesOf(columns.instance?.[i]);
        const best = columns.best?.[i];
        const text = columns.text?.[i] as string;
        if (places === undefined)
          out.fail(
            i,
            "task",
            "Expected `instance` to hold `points` of equal size or a square matrix `distances`, got neither.",
          );
        else if (measure === "quality" && !(typeof best === "number" && best > 0))
          out.fail(i, "task", "Expected `best` to be a positive length, got something else.");
        else if (text.length > limitCharacters)
          out.fail(i, "candidate", `Expected at most ${limitCharacters} characters, got ${text.length}.`);
        else {
          const order = parseStrict(jsonText(text))?.value;
          const length = Array.isArray(order)
            ? tourLength(order as Json[], places)
            : { why: "no list of places is stated" };
          if (typeof length !== "number") out.set(i, 0, length.why);
          else if (measure === "feasible") out.set(i, 1, `length ${length}`);
          else
            out.set(
              i,
              length > 0 ? Math.min(1, (best as number) / length) : 1,
              `length ${Number(length.toFixed(5))}, gap ${Number((100 * (length / (best as number) - 1)).toFixed(4))} %`,
            );
        }
      }
    },
  }),
});

function placesOf(given: Json | undefined): Places | undefined {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined;
  const { points, distances } = given as { readonly [key: string]: Json };
  const table = points ?? distances;
  if (!Array.isArray(table) || table.length === 0) return undefined;
  const width = points === undefined ? table.length : (table[0] as Json[] | undefined)?.length;
  const even = table.every(
    (row) => Array.isArray(row) && row.length === width && row.every((one) => typeof one === "number"),
  );
  if (!even) return undefined;
  return points === undefined
    ? { distances: table as unknown as number[][] }
    : { points: table as unknown as number[][] };
}

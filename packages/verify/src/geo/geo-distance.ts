import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { haversineKm, type Place } from "./haversine-km.ts";

export interface GeoDistanceOptions {
  /** Kilometres; the value is the share of them that the distance stays within. */
  readonly thresholdsKm: readonly number[];
}

type DistanceInput = { readonly [K in keyof GeoDistanceOptions]?: GeoDistanceOptions[K] | undefined };

const options: z.ZodType<GeoDistanceOptions, DistanceInput> = z.strictObject({
  thresholdsKm: z.array(z.number().positive()).min(1).max(20).default([1, 25, 200, 750, 2500]),
});

/**
 * How near the stated latitude and longitude are to the expected place: the share of thresholds they stay within.
 *
 * @kind source
 * @unit degrees, degrees → 0 … 1
 * @paper 130 §Mechanism
 *
 * ```ts doctest
 * import { geoDistance } from "@guerdon/verify/geo";
 * geoDistance({ thresholdsKm: [3] }).range // => { min: 0, max: 1 }
 * ```
 */
export const geoDistance: SourceFactory<typeof options> = defineSource({
  name: "geo-distance",
  version: 1,
  summary: "How near stated coordinates are to the expected place, by thresholds in kilometres.",
  options,
  build: ({ thresholdsKm }: GeoDistanceOptions) => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, place: { type: "json" } },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const gold = placeOf(columns.place?.[i]);
        if (gold === undefined) {
          out.fail(i, "task", "Expected `place` to be [latitude, longitude] in degrees, got something else.");
          continue;
        }
        const text = columns.text?.[i] as string;
        const numbers = text.length > 10_000 ? [] : (text.match(/-?\d{1,3}(?:\.\d{1,15})?/gu) ?? []).map(Number);
        const said = placeOf(numbers);
        if (said === undefined) out.set(i, 0, "no latitude and longitude are stated");
        else {
          const km = haversineKm(said, gold);
          out.set(i, thresholdsKm.filter((limit) => km <= limit).length / thresholdsKm.length, `${km.toFixed(1)} km`);
        }
      }
    },
  }),
});

function placeOf(value: Json | undefined): Place | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [latitude, longitude] = value as readonly Json[];
  if (typeof latitude !== "number" || typeof longitude !== "number") return undefined;
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 360 ? [latitude, longitude] : undefined;
}

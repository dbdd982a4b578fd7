import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import type { Interval, Signal } from "../signal/index.ts";
import { mapValues } from "./map-values.ts";

export interface QuantiseOptions {
  /** How many zones of equal width [0, 1] is cut into, when no edges are given. */
  readonly zones: number;
  /** Where one zone ends and the next begins, rising. */
  readonly edges?: readonly number[] | undefined;
  /** What a zone is worth: equal steps from 0 to 1, their squares, or a list with one number for each zone. */
  readonly values: "linear" | "convex" | readonly number[];
  /** Whether a value on an edge belongs to the zone above it. */
  readonly inclusive: boolean;
}
type QuantiseInput = { readonly [K in keyof QuantiseOptions]?: QuantiseOptions[K] | undefined };

const options: z.ZodType<QuantiseOptions, QuantiseInput> = z
  .strictObject({
    zones: z.int().min(2).default(4), // 031 §Pieces: four zones
    edges: z.array(z.number()).min(1).readonly().optional(),
    values: z.union([z.enum(["linear", "convex"]), z.array(z.number()).readonly()]).default("linear"),
    inclusive: z.boolean().default(true),
  })
  .refine((o) => o.edges === undefined || o.edges.every((edge, k, all) => k === 0 || edge > (all[k - 1] as number)), {
    path: ["edges"],
    message: "edges must rise",
  })
  .refine((o) => typeof o.values === "string" || o.values.length === edgesOf(o).length + 1, {
    path: ["values"],
    message: "there must be one value for each zone, one more than edges",
  });

/**
 * Cuts values into zones and gives every zone one value.
 *
 *   z = number of edges e with of_i ≥ e (> e without `inclusive`),  Z = number of edges + 1
 *   out_i = z / (Z − 1) linear | (z / (Z − 1))² convex | values_z
 *
 * Without `edges` the zones cut [0, 1] evenly. What is missing stays missing.
 *
 * @shape of [R] → [R]
 * @unit any → share of 1, or that of the list
 * @throws RewardError GUERDON_OPTION when edges do not rise or the list of values does not fit them
 * @paper 031 §Mechanism (edges 0.25, 0.5, 0.75 → 0, ⅓, ⅔, 1; convex values amplify the upper zones)
 * @paper 002 §Mechanism (1 where p(helpful) > 0.5)
 * @kind shaper
 * @alias quantise
 * @alias ceiling zones = { use: quantise, edges: [0, 0.25, 0.5, 0.75], inclusive: false }
 * @alias binarise = { use: quantise, edges: [0.5], inclusive: false }
 * @alias threshold = "where(of > -0.5, of, 0)"
 * @alias thresholdSuccess = { use: quantise, edges: [0.95] }
 * @plot { zones: 4, values: linear } over of 0..1
 * @plot { zones: 4, values: convex } over of 0..1
 *
 * ```ts doctest
 * import { quantise } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const scores = fullSignal("rollout", [0.1, 0.25, 0.6, 1]);
 * [...quantise({ values: [0, 1, 4, 9] }).apply([scores], flatLayout([4])).values] // => [0, 1, 4, 9]
 * ```
 */
export const quantise: TransformFactory<typeof options> = defineShaper({
  name: "quantise",
  version: 1,
  summary: "Cuts values into zones and gives every zone one value.",
  options,
  build: (settings) => {
    const edges = edgesOf(settings);
    const worth = worthOf(settings, edges.length);
    const rising = worth.every((value, z) => z === 0 || value >= (worth[z - 1] as number));
    const zoneOf = (value: number): number => {
      let zone = 0;
      while (zone < edges.length && isAbove(value, edges[zone] as number, settings.inclusive)) zone++;
      return zone;
    };
    const reached = ({ min, max }: Interval): readonly number[] => worth.slice(zoneOf(min), zoneOf(max) + 1);
    return {
      inputs: [{ name: "of" }],
      range: ([of]) => {
        const values = reached(of as Interval);
        return { min: Math.min(...values), max: Math.max(...values) };
      },
      trend: (_, [of]) => {
        const values = reached(of as Interval);
        if (values.every((value) => value === values[0])) return "constant";
        return rising ? "increasing" : "unknown";
      },
      apply: ([of]) => mapValues(of as Signal, (value) => worth[zoneOf(value)] as number),
    };
  },
});

function edgesOf({ edges, zones }: Pick<QuantiseOptions, "edges" | "zones">): readonly number[] {
  return edges ?? Array.from({ length: zones - 1 }, (_, k) => (k + 1) / zones);
}

function worthOf({ values }: QuantiseOptions, edges: number): readonly number[] {
  if (typeof values !== "string") return values;
  return Array.from({ length: edges + 1 }, (_, z) => (values === "linear" ? z / edges : (z / edges) ** 2));
}

function isAbove(value: number, edge: number, inclusive: boolean): boolean {
  return inclusive ? value >= edge : value > edge;
}

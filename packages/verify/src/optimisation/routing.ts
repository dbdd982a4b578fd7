import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { checkRoutes } from "./check-routes.ts";
import { parseInstance, type Rounding } from "./parse-instance.ts";
import { readRoutes } from "./read-routes.ts";

export interface RoutingOptions {
  /** How lengths are rounded. */
  readonly rounding: Rounding;
  /** 1 for feasible routes, or how near they come to the best known cost. */
  readonly measure: "feasible" | "quality";
}

type RoutingInput = { readonly [K in keyof RoutingOptions]?: RoutingOptions[K] | undefined };

const options: z.ZodType<RoutingOptions, RoutingInput> = z.strictObject({
  rounding: z.enum(["nearest", "exact", "tenth-down"]).default("nearest"),
  measure: z.enum(["feasible", "quality"]).default("quality"),
});

/**
 * Scores routes of a vehicle routing problem, with or without time windows: infeasible ones 0.
 *
 *   quality: best / cost, at most 1;  gap = cost / best − 1 is its evidence
 *
 * `instance` is the text of a CVRPLIB or Solomon file, `best` the best known cost.
 *
 * @kind source
 * @unit routes, instance → 0 … 1
 *
 * ```ts doctest
 * import { routing } from "@guerdon/verify/optimisation";
 * routing({ rounding: "tenth-down" }).options.measure // => "quality"
 * ```
 */
export const routing: SourceFactory<typeof options> = defineSource({
  name: "routing",
  version: 1,
  summary: "Feasibility of vehicle routes and how near they come to the best known cost.",
  options,
  build: ({ rounding, measure }: RoutingOptions) => ({
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      instance: { type: "text" },
      best: { type: "json", optional: true },
    },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const instance = parseInstance(columns.instance?.[i] as string, rounding);
        if ("why" in instance) {
          out.fail(i, "task", `Expected \`instance\` to be a CVRPLIB or Solomon file, but ${instance.why}.`);
          continue;
        }
        const best = columns.best?.[i];
        if (measure === "quality" && (typeof best !== "number" || !(best > 0))) {
          out.fail(i, "task", "Expected `best` to be a positive cost, got something else.");
          continue;
        }
        const routes = readRoutes(columns.text?.[i] as string);
        const verdict = "why" in routes ? routes : checkRoutes(routes, instance);
        if ("why" in verdict) out.set(i, 0, verdict.why);
        else if (measure === "feasible") out.set(i, 1, `cost ${verdict.cost}`);
        else out.set(i, Math.min(1, (best as number) / verdict.cost), gapText(verdict.cost, best as number));
      }
    },
  }),
});

function gapText(cost: number, best: number): string {
  return `cost ${Number(cost.toFixed(5))}, gap ${Number((100 * gapTo(cost, best)).toFixed(4))} %`;
}

/** How much dearer than the best known cost, as a share of it. */
export function gapTo(cost: number, best: number): number {
  return cost / best - 1;
}

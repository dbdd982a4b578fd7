import { type Context, defineSource, type SourceFactory, type Task } from "@guerdon/core/piece";
import { failed, type Json, type SignalBuilder } from "@guerdon/core/signal";
import { z } from "zod";
import { designRows } from "./design-rows.ts";
import type { NetlistCost } from "./measure-netlist.ts";
import { interfaceDifference, type Netlist } from "./netlist.ts";
import { prepareDesigns } from "./prepared-design.ts";
import { refusal } from "./refusal.ts";

export interface RtlCostOptions {
  /** What is compared: `area` in transistors, `delay` in gates on the longest path, `power` in wires that toggle, `cells`. */
  readonly metrics: readonly ("area" | "delay" | "power" | "cells")[];
  /** Whether the ratios of several metrics are multiplied, or their geometric mean is taken. */
  readonly mean: "geometric" | "product";
  /** The value when the reference costs 0 in one of the metrics. */
  readonly zeroReference: number;
  /** The largest value. */
  readonly most: number;
  /** Root of the random inputs that power is measured with. */
  readonly seed: number;
  /** Time of reading and synthesizing one design, in milliseconds. */
  readonly deadlineMs: number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

type RtlCostInput = { readonly [K in keyof RtlCostOptions]?: RtlCostOptions[K] | undefined };

const options: z.ZodType<RtlCostOptions, RtlCostInput> = z.strictObject({
  metrics: z
    .array(z.enum(["area", "delay", "power", "cells"]))
    .min(1)
    .default(["power", "delay", "area"]),
  mean: z.enum(["geometric", "product"]).default("geometric"),
  zeroReference: z.number().min(0).default(1.1), // 127 §Mechanism: +0.1
  most: z.number().positive().default(4),
  seed: z.int().default(0),
  deadlineMs: z.number().positive().default(20_000),
  limitCharacters: z.int().positive().default(100_000),
});

const MEASURE: Task = {
  module: new URL(import.meta.url.endsWith(".ts") ? "./measure-netlist.ts" : "./measure-netlist.js", import.meta.url)
    .href,
  export: "measureNetlist",
};

/**
 * How many times cheaper the Verilog design in the text is than the reference: 1 for as cheap, 2 for half the cost.
 *
 *     value = (Π reference's metric / design's metric)^(1 / metrics)
 *
 * Both are synthesized to gates with Yosys. Whether the design does what it should is not looked at: gate it on
 * `rtl-equivalence` or `rtl-testbench`. A design that cannot be synthesized, or has other ports, scores 0; one that
 * costs nothing has the largest value.
 *
 * @kind source
 * @paper 127
 * @alias synthMetrics
 * @alias 127:ratioToReference = "clip(cost - 1, 0.01, 0.6)"
 * @unit text, reference → cost of the reference / cost of the design
 *
 * ```ts doctest
 * import { rtlCost } from "@guerdon/verify/rtl";
 * rtlCost().options.metrics // => ["power", "delay", "area"]
 * ```
 */
export const rtlCost: SourceFactory<typeof options> = defineSource({
  name: "rtl-cost",
  version: 1,
  summary: "How many times cheaper than the reference the Verilog design in the text is, synthesized.",
  options,
  build: (set: RtlCostOptions) => ({
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, reference: { type: "json" } },
    range: { min: 0, max: Math.max(set.most, set.zeroReference) },
    score: (columns, out, context) => scoreCosts(designRows(columns, out, set.limitCharacters), set, out, context),
  }),
});

async function scoreCosts(
  rows: ReturnType<typeof designRows>,
  set: RtlCostOptions,
  out: SignalBuilder,
  context: Context,
): Promise<void> {
  const sources = rows.flatMap(({ design, reference }) => [design, reference]);
  const synthesis = (top: string): string => `synth -flatten -top ${top}; opt_clean -purge`;
  const prepared = await prepareDesigns(context, sources, set.deadlineMs, synthesis);
  const open: number[] = [];
  const netlists: Netlist[] = [];
  for (const [i, { row }] of rows.entries()) {
    const [design, reference] = [prepared[2 * i], prepared[2 * i + 1]];
    const refused = refusal(reference, "task") ?? refusal(design, "candidate");
    if (refused !== undefined) {
      if (refused.kind === "missing") out.miss(row, refused.missing);
      else out.set(row, 0, refused.reason);
    } else if (design !== undefined && reference !== undefined && "design" in design && "design" in reference) {
      const differ = interfaceDifference(design.design.netlist, reference.design.netlist);
      if (differ !== undefined) {
        out.set(row, 0, differ);
        continue;
      }
      open.push(row);
      netlists.push(design.design.netlist, reference.design.netlist);
    }
  }
  const requests = netlists.map((netlist) => ({ netlist, seed: set.seed }));
  const costs = await context.call(MEASURE, requests as unknown as readonly Json[], { deadlineMs: set.deadlineMs });
  for (const [k, row] of open.entries()) {
    const [design, reference] = [costs[2 * k], costs[2 * k + 1]];
    if (design === undefined || reference === undefined) {
      out.miss(row, failed("engine", "No result."));
      continue;
    }
    if ("missing" in reference) {
      out.miss(row, reference.missing);
      continue;
    }
    if ("missing" in design) {
      out.miss(row, design.missing);
      continue;
    }
    const [ours, theirs] = [design.value as unknown as NetlistCost, reference.value as unknown as NetlistCost];
    const shown = set.metrics.map((metric) => `${metric} ${round(ours[metric])} against ${round(theirs[metric])}`);
    out.set(row, costRatio(ours, theirs, set), shown.join(", "));
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** The reference's cost over the design's, by the options' metrics. */
function costRatio(
  design: NetlistCost,
  reference: NetlistCost,
  { metrics, mean, zeroReference, most }: Pick<RtlCostOptions, "metrics" | "mean" | "zeroReference" | "most">,
): number {
  if (metrics.some((metric) => reference[metric] === 0)) return zeroReference;
  let product = 1;
  for (const metric of metrics) product *= reference[metric] / design[metric];
  return Math.min(most, mean === "geometric" ? product ** (1 / metrics.length) : product);
}

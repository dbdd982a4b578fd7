import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { designRows } from "./design-rows.ts";
import { type SimulationRules, simulateDesigns } from "./simulate-designs.ts";

export interface RtlSimulationOptions extends SimulationRules {
  /** What a design earns: the share of samples that agree, or 1 when all do and 0 otherwise. */
  readonly pay: "share" | "all";
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

type RtlSimulationInput = { readonly [K in keyof RtlSimulationOptions]?: RtlSimulationOptions[K] | undefined };

const options: z.ZodType<RtlSimulationOptions, RtlSimulationInput> = z.strictObject({
  pay: z.enum(["share", "all"]).default("share"),
  samples: z.int().min(32).max(10_000_000).default(50_000),
  seed: z.int().default(0),
  deadlineMs: z.number().positive().default(10_000),
  limitCharacters: z.int().positive().default(100_000),
});

/**
 * Runs the Verilog design in the text and the reference with the same inputs and pays the share of samples that agree.
 *
 * Both become netlists of gates that run 32 sequences at once. Designs without state and with at most 16 bits of input
 * are compared for all inputs, others for `samples` random ones in sequences of 256 clock cycles; a sample compares
 * all outputs, before a clock edge and after each of both. Registers are unknown unless initialised, and what is made
 * of the unknown is unknown: an output that the reference leaves so may be anything, one that the design leaves so
 * equals nothing.
 *
 * @kind source
 * @paper 127
 * @alias simulateEquivalence
 * @unit text, reference → share of samples that agree
 *
 * ```ts doctest
 * import { rtlSimulation } from "@guerdon/verify/rtl";
 * rtlSimulation().options.samples // => 50000
 * ```
 */
export const rtlSimulation: SourceFactory<typeof options> = defineSource({
  name: "rtl-simulation",
  version: 1,
  summary: "Share of samples in which the Verilog design in the text and the reference agree.",
  options,
  build: (set: RtlSimulationOptions) => ({
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, reference: { type: "json" } },
    range: UNIT,
    score: async (columns, out, context) => {
      const rows = designRows(columns, out, set.limitCharacters);
      const verdicts = await simulateDesigns(context, rows, set);
      rows.forEach(({ row }, i) => {
        const verdict = verdicts[i];
        if (verdict === undefined) return;
        if (verdict.kind === "missing") out.miss(row, verdict.missing);
        else if (verdict.kind === "refuted") out.set(row, 0, verdict.reason);
        else out.set(row, set.pay === "share" ? verdict.share : verdict.share === 1 ? 1 : 0, verdict.reason);
      });
    },
  }),
});

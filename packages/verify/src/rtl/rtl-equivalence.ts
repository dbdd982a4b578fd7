import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { designRows } from "./design-rows.ts";
import { type EquivalenceOptions, proveEquivalence } from "./prove-equivalence.ts";

export interface RtlEquivalenceOptions extends EquivalenceOptions {
  /** What a row is worth of which nothing was proven in time: a number, or `abstain` for no value. */
  readonly unknown: "abstain" | number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

type RtlEquivalenceInput = { readonly [K in keyof RtlEquivalenceOptions]?: RtlEquivalenceOptions[K] | undefined };

const options: z.ZodType<RtlEquivalenceOptions, RtlEquivalenceInput> = z.strictObject({
  steps: z.int().min(1).max(200).default(20),
  deadlineMs: z.number().positive().default(20_000),
  unknown: z.union([z.literal("abstain"), z.number().min(0).max(1)]).default("abstain"),
  limitCharacters: z.int().positive().default(100_000),
});

/**
 * Scores 1 when the Verilog design in the text is proven to do what the reference does, 0 when it is refuted.
 *
 * Designs without state are compared for all inputs, those with state by induction from unknown registers; the
 * evidence says which, or shows the first difference. An output that the reference leaves unknown may be anything.
 * Each design is read by itself: it cannot instantiate the reference. Designs with loops, several drivers or system
 * tasks score 0. Of what is neither proven nor refuted there is no value, unless `unknown` names one.
 *
 * @kind source
 * @paper 127
 * @alias equivalenceCheck
 * @unit text, reference → 0 or 1
 *
 * ```ts doctest
 * import { rtlEquivalence } from "@guerdon/verify/rtl";
 * rtlEquivalence().options.steps // => 20
 * ```
 */
export const rtlEquivalence: SourceFactory<typeof options> = defineSource({
  name: "rtl-equivalence",
  version: 1,
  summary: "1 when the Verilog design in the text is proven equivalent to the reference, 0 when it is refuted.",
  options,
  build: (set: RtlEquivalenceOptions) => ({
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, reference: { type: "json" } },
    range: UNIT,
    score: async (columns, out, context) => {
      const rows = designRows(columns, out, set.limitCharacters);
      const verdicts = await proveEquivalence(context, rows, set);
      rows.forEach(({ row }, i) => {
        const verdict = verdicts[i];
        if (verdict === undefined) return;
        if (verdict.kind === "missing") out.miss(row, verdict.missing);
        else if (verdict.kind !== "unknown") out.set(row, verdict.kind === "proven" ? 1 : 0, verdict.reason);
        else if (set.unknown === "abstain") out.abstain(row, verdict.reason);
        else out.set(row, set.unknown, verdict.reason);
      });
    },
  }),
});

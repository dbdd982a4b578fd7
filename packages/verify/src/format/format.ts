import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { matchSections, type SectionRules } from "./match-sections.ts";
import { type MarkerOptions, sectionMarkers } from "./section-markers.ts";

const marker = z.string().refine((text) => text.includes("{name}"), "a marker holds `{name}`");

export interface FormatOptions extends SectionRules, MarkerOptions {
  /** `all`: 1 or 0. `fraction`: sections complete before the first fault, of k + 1; 1 without fault. */
  readonly value: "all" | "fraction";
}

type FormatInput = Pick<FormatOptions, "sections"> & {
  readonly [K in keyof FormatOptions]?: FormatOptions[K] | undefined;
};

const options: z.ZodType<FormatOptions, FormatInput> = z.strictObject({
  sections: z.array(z.string().min(1)).min(1),
  strict: z.boolean().default(true),
  nonempty: z.boolean().default(true),
  occurs: z.enum(["once", "many"]).default("once"),
  prefilled: z.boolean().default(false),
  open: marker.default("<{name}>"),
  close: marker.default("</{name}>"),
  value: z.enum(["all", "fraction"]).default("all"),
});

/**
 * Scores 1 when the text is made of the declared sections in order, else 0 or the fraction that was right.
 *
 *   out_i = 1 without a fault;  with one: 0, or done_i / (k + 1) with `value: fraction`
 *
 * Markers inside another section, repeated, unclosed or out of order are faults: a tag quoted in the
 * thoughts does not open a section, it spoils the text.
 *
 * @kind source
 * @unit text → 0 or 1, or a fraction
 * @throws RewardError GUERDON_OPTION when one marker contains another
 *
 * ```ts doctest
 * import { format } from "@guerdon/verify/format";
 * format({ sections: ["think", "answer"] }).options.open // => "<{name}>"
 * ```
 */
export const format: SourceFactory<typeof options> = defineSource({
  name: "format",
  version: 1,
  summary: "1 when the text is made of the declared sections in order, else 0 or a fraction.",
  options,
  build: (set: FormatOptions) => {
    const match = matchSections(sectionMarkers(set), set);
    const parts = set.value === "fraction" ? set.sections.length + 1 : Number.POSITIVE_INFINITY;
    return {
      fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
      range: UNIT,
      score: (columns, out) => {
        const texts = columns.text as readonly string[];
        for (let i = 0; i < out.length; i++) {
          const fault = match(texts[i] as string);
          if (fault === undefined) out.set(i, 1);
          else out.set(i, fault.done / parts, fault.why);
        }
      },
    };
  },
});

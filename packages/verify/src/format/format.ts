import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { matchSections } from "./match-sections.ts";
import { sectionMarkers } from "./section-markers.ts";

const marker = z.string().refine((text) => text.includes("{name}"), "a marker holds `{name}`");

const options = z.strictObject({
  /** Names of the sections, in the order in which they must come. */
  sections: z.array(z.string().min(1)).min(1),
  /** Whether nothing but white space may stand outside the sections. */
  strict: z.boolean().default(true),
  /** Whether each section must hold more than white space. */
  nonempty: z.boolean().default(true),
  /** Whether each section comes once, or may be repeated before the next begins. */
  occurs: z.enum(["once", "many"]).default("once"),
  /** Whether the prompt already ends with the first open marker, as chat templates of thinking models do. */
  prefilled: z.boolean().default(false),
  /** How a section opens and closes. */
  open: marker.default("<{name}>"),
  close: marker.default("</{name}>"),
  /** `all`: 1 or 0. `fraction`: sections complete before the first fault, of k + 1; 1 without fault. */
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
  build: (set: z.output<typeof options>) => {
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

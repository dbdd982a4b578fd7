import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import type { StructureRules } from "./check-structure.ts";
import { type PageOptions, pageOptionsShape, scorePages } from "./page-options.ts";

export interface HtmlStructureOptions extends PageOptions, StructureRules {}

type StructureInput = { readonly [K in keyof HtmlStructureOptions]?: HtmlStructureOptions[K] | undefined };

const count = z.int().min(0);

const options: z.ZodType<HtmlStructureOptions, StructureInput> = z.strictObject({
  title: z.boolean().default(true),
  language: z.boolean().default(true),
  headings: z.boolean().default(true),
  links: z.boolean().default(true),
  images: z.boolean().default(true),
  words: z.strictObject({ min: count, max: count.optional() }).optional(),
  elements: z
    .array(z.strictObject({ selector: z.string().min(1).max(500), min: count, max: count.optional() }))
    .max(100)
    .default([]),
  ...pageOptionsShape,
});

/**
 * The share of checks of its structure that a page passes.
 *
 *   out_i = checks passed / checks
 *
 * `title`: there is one. `language`: the root says it. `headings`: the first is an `h1`, the only one, and no level
 * is skipped. `links`: each leads to an element of the page or to an address, and has a text. `images`: each can be
 * decoded and has an `alt`. `words`: of what is seen. `elements`: so many of a selector are seen. One check each;
 * nothing is loaded, so a picture must be in the page.
 *
 * @kind source
 * @unit page → 0 … 1
 *
 * ```ts doctest
 * import { htmlStructure } from "@guerdon/verify/web";
 * htmlStructure({ elements: [{ selector: "nav a", min: 3 }] }).options.elements[0].min // => 3
 * ```
 */
export const htmlStructure: SourceFactory<typeof options> = defineSource({
  name: "html-structure",
  version: 1,
  summary: "The share of checks of its structure that a page passes: headings, links, images, elements.",
  options,
  build: ({ title, language, headings, links, images, words, elements, ...page }: HtmlStructureOptions) => {
    const rules: StructureRules = { title, language, headings, links, images, words, elements };
    return {
      needs: ["process"],
      fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
      range: UNIT,
      score: (columns, out, context) =>
        scorePages(columns.text ?? [], () => ({ kind: "structure", rules }), page, out, context),
    };
  },
});

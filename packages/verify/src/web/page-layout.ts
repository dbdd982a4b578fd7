import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { LAYOUT_MEASURES, type LayoutMeasure, type LayoutRules } from "./judge-layout.ts";
import { type PageOptions, pageOptionsShape, scorePages } from "./page-options.ts";

export interface PageLayoutOptions extends PageOptions, LayoutRules {
  /** What is judged; `all` is the product of the five. */
  readonly measure: LayoutMeasure | "all";
}

type LayoutInput = { readonly [K in keyof PageLayoutOptions]?: PageLayoutOptions[K] | undefined };

const options: z.ZodType<PageLayoutOptions, LayoutInput> = z.strictObject({
  measure: z.enum(["all", "overflow", "overlap", "text-size", "contrast", "content"]).default("all"),
  medium: z.enum(["slide", "page"]).default("page"),
  minFontPx: z.number().positive().default(12),
  minContrast: z.number().min(1).max(21).default(4.5), // WCAG 2.2 §1.4.3
  minContrastLarge: z.number().min(1).max(21).default(3), // WCAG 2.2 §1.4.3
  ...pageOptionsShape,
});

/**
 * How well a page is laid out once a browser has rendered it: 1 where nothing is wrong.
 *
 *   overflow  = share of the area of text and media that is on the page and not cut off
 *   overlap   = 1 − Σ over pairs of lines of text and media of what they share / area of all
 *   text-size = share of characters of `minFontPx` or more
 *   contrast  = share of characters with enough contrast
 *   content   = 1 when anything is seen, else 0
 *   all       = product of the five
 *
 * The boxes come from the browser's own layout, not from functions a script of the page could replace. A picture
 * under text does not count as overlap, one on it does. Text on a picture has no known contrast and counts as
 * fine. Nothing is loaded: only what the page brings along is seen. A page that does not finish, or opens windows
 * without end, is a failure of the candidate; a browser that crashes is a failure of the sandbox. The evidence
 * names the worst elements and what the browser ran in.
 *
 * @kind source
 * @unit page → 0 … 1
 * @paper 093 §Experiment (overflow, blank screenshot)
 *
 * ```ts doctest
 * import { pageLayout } from "@guerdon/verify/web";
 * pageLayout({ medium: "slide" }).options.minFontPx // => 12
 * ```
 */
export const pageLayout: SourceFactory<typeof options> = defineSource({
  name: "page-layout",
  version: 1,
  summary: "How well a page is laid out in a browser: overflow, overlap, size and contrast of text.",
  options,
  build: ({ measure, medium, minFontPx, minContrast, minContrastLarge, ...page }: PageLayoutOptions) => {
    const rules: LayoutRules = { medium, minFontPx, minContrast, minContrastLarge };
    const measures = measure === "all" ? LAYOUT_MEASURES : [measure];
    return {
      needs: ["process"],
      fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
      range: UNIT,
      score: (columns, out, context) =>
        scorePages(columns.text ?? [], () => ({ kind: "layout", measures, rules }), page, out, context),
    };
  },
});

import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import type { AccessibilityRules } from "./check-accessibility.ts";
import { type PageOptions, pageOptionsShape, scorePages } from "./page-options.ts";

export interface AccessibilityOptions extends PageOptions, AccessibilityRules {}

type AccessibilityInput = {
  readonly [K in keyof PageOptions | "tags" | "count" | "limit"]?: AccessibilityOptions[K] | undefined;
} & { readonly weights?: { readonly [K in keyof AccessibilityRules["weights"]]?: number | undefined } | undefined };

const WEIGHTS = { minor: 1, moderate: 3, serious: 7, critical: 10 } as const;

const cost = z.number().min(0).max(1e6);

const options: z.ZodType<AccessibilityOptions, AccessibilityInput> = z.strictObject({
  tags: z.array(z.string().min(1)).min(1).max(50).default(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]),
  weights: z
    .strictObject({
      minor: cost.default(WEIGHTS.minor),
      moderate: cost.default(WEIGHTS.moderate),
      serious: cost.default(WEIGHTS.serious),
      critical: cost.default(WEIGHTS.critical),
    })
    .default(WEIGHTS),
  count: z.enum(["rules", "elements"]).default("rules"),
  limit: z.number().positive().default(30),
  ...pageOptionsShape,
});

/**
 * How accessible a page is: 1 without violations of the rules of axe, 0 from a cost of `limit`.
 *
 *   out_i = max(0, 1 − Σ over violations of weight(impact) · count / limit)
 *
 * A page cannot make up for a violation with more of what is right. axe runs in a JavaScript world of its own; a
 * page whose elements hide functions of the document behind their names is a failure of the candidate. Frames in
 * the page are not checked.
 *
 * @kind source
 * @unit page → 0 … 1
 *
 * ```ts doctest
 * import { accessibility } from "@guerdon/verify/web";
 * accessibility({ weights: { critical: 30 } }).options.weights.serious // => 7
 * ```
 */
export const accessibility: SourceFactory<typeof options> = defineSource({
  name: "accessibility",
  version: 1,
  summary: "How accessible a page is by the rules of axe, weighed by impact.",
  options,
  build: ({ tags, weights, count, limit, ...page }: AccessibilityOptions) => {
    const rules: AccessibilityRules = { tags, weights, count, limit };
    return {
      needs: ["process"],
      fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
      range: UNIT,
      score: (columns, out, context) =>
        scorePages(columns.text ?? [], () => ({ kind: "accessibility", rules }), page, out, context),
    };
  },
});

import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import type { PageQuestion } from "./measure-page.ts";
import { type PageOptions, pageOptionsShape, pageText, scorePages } from "./page-options.ts";

export interface ScreenshotMatchOptions extends PageOptions {
  /** Difference of colour from which a pixel differs, 0 … 1. */
  readonly threshold: number;
  /** What differing pixels are a share of: those drawn on in either picture, or all. */
  readonly over: "drawn" | "all";
  /** The whole page, or the window alone. */
  readonly fullPage: boolean;
}

type ScreenshotInput = { readonly [K in keyof ScreenshotMatchOptions]?: ScreenshotMatchOptions[K] | undefined };

const options: z.ZodType<ScreenshotMatchOptions, ScreenshotInput> = z.strictObject({
  threshold: z.number().min(0).max(1).default(0.1),
  over: z.enum(["drawn", "all"]).default("drawn"),
  fullPage: z.boolean().default(false),
  ...pageOptionsShape,
});

const PNG = /^(?:data:image\/png;base64,)?iVBORw0KGgo/u;

/**
 * How much of the screenshot of a page is as the reference has it.
 *
 *   out_i = 1 − pixels that differ / pixels that in either picture are not background
 *
 * `reference` is a PNG in base64, or a page that is rendered by the same browser. What lies in one picture alone
 * differs. The background is the commonest colour of the reference; `over: all` counts it too, and then an empty page
 * scores nearly 1 beside a reference of a few words. Pixels are compared by `pixelmatch`.
 *
 * @kind source
 * @unit page, picture → 0 … 1
 *
 * ```ts doctest
 * import { screenshotMatch } from "@guerdon/verify/web";
 * screenshotMatch().options.threshold // => 0.1
 * ```
 */
export const screenshotMatch: SourceFactory<typeof options> = defineSource({
  name: "screenshot-match",
  version: 1,
  summary: "How much of the screenshot of a page is as the reference has it.",
  options,
  build: ({ threshold, over, fullPage, ...page }: ScreenshotMatchOptions) => {
    const questionOf = (reference: Json | undefined): PageQuestion | string => {
      if (typeof reference !== "string" || reference.trim() === "")
        return "Expected `reference` to be a PNG in base64 or a page, got neither.";
      const given = PNG.test(reference) ? { png: reference } : { html: pageText(reference) };
      return { kind: "screenshot", reference: given, threshold, over, fullPage };
    };
    return {
      needs: ["process"],
      fields: { text: { type: "text", default: "{{ sample.output_text }}" }, reference: { type: "json" } },
      range: UNIT,
      score: (columns, out, context) =>
        scorePages(columns.text ?? [], (row) => questionOf(columns.reference?.[row]), page, out, context),
    };
  },
});

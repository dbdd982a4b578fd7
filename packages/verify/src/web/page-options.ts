import type { Context, Task } from "@guerdon/core/piece";
import type { Json, Missing, SignalBuilder } from "@guerdon/core/signal";
import { z } from "zod";
import type { PageQuestion, PageRequest, PageVerdict } from "./measure-page.ts";

/** How pages are rendered. */
export interface PageOptions {
  /** Size of the window, in CSS pixels. */
  readonly width: number;
  /** Height of the window, in CSS pixels. */
  readonly height: number;
  /** Whether scripts of the page run. */
  readonly javascript: boolean;
  /** Time for loading and measuring a page, in milliseconds. */
  readonly deadlineMs: number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
  /** Pages with more nodes are a failure of the candidate. */
  readonly limitNodes: number;
}

/** The options of rendering, for a strict object, with their defaults. */
export const pageOptionsShape: {
  readonly [K in keyof PageOptions]: z.ZodType<PageOptions[K], PageOptions[K] | undefined>;
} = {
  width: z.int().min(100).max(4000).default(1280),
  height: z.int().min(100).max(4000).default(720),
  javascript: z.boolean().default(false),
  deadlineMs: z.int().positive().default(10_000),
  limitCharacters: z.int().positive().max(10_000_000).default(1_048_576),
  limitNodes: z.int().positive().max(200_000).default(20_000),
};

const MEASURE: Task = {
  module: new URL(import.meta.url.endsWith(".ts") ? "./measure-page.ts" : "./measure-page.js", import.meta.url).href,
  export: "measurePage",
};

// A page is measured twice when its browser crashed; the start of a browser is not the page's time.
const GRACE_MS = 45_000;

/** A page to measure for a row. */
export interface PageRow {
  readonly row: number;
  readonly html: string;
  readonly question: PageQuestion;
}

/** Measures pages in processes that can be killed, one verdict a page, in order. */
export async function measurePages(
  pages: readonly Omit<PageRow, "row">[],
  { width, height, javascript, deadlineMs, limitNodes }: PageOptions,
  context: Context,
): Promise<readonly (PageVerdict | { readonly missing: Missing })[]> {
  const set = { width, height, javascript, deadlineMs, limitNodes };
  const requests = pages.map(({ html, question }): PageRequest => ({ settings: { html, ...set }, question }));
  const results = await context.call(MEASURE, requests as unknown as readonly Json[], {
    deadlineMs: 2 * deadlineMs + GRACE_MS,
  });
  return results.map((result) => ("missing" in result ? result : (result.value as unknown as PageVerdict)));
}

/** Scores a question a row, about the page in the field `text`. */
export async function scorePages(
  texts: readonly unknown[],
  questionOf: (row: number) => PageQuestion | string,
  options: PageOptions,
  out: SignalBuilder,
  context: Context,
): Promise<void> {
  const rows: PageRow[] = [];
  for (let row = 0; row < out.length; row++) {
    const html = pageText(texts[row] as string);
    const question = questionOf(row);
    if (typeof question === "string") out.fail(row, "task", question);
    else if (html.length > options.limitCharacters)
      out.fail(row, "candidate", `Expected at most ${options.limitCharacters} characters, got ${html.length}.`);
    else rows.push({ row, html, question });
  }
  if (rows.length === 0) return;
  const verdicts = await measurePages(rows, options, context);
  rows.forEach(({ row }, i) => {
    const verdict = verdicts[i] as (typeof verdicts)[number];
    if ("missing" in verdict) out.miss(row, verdict.missing);
    else if ("blame" in verdict) out.fail(row, verdict.blame, verdict.reason, verdict.blame === "sandbox");
    else if ("value" in verdict) out.set(row, verdict.value, evidenceOf(verdict));
  });
}

/** The page in a text: what stands in its first fence of HTML, else the text; what cannot be text is replaced. */
export function pageText(text: string): string {
  const open = /```(?:html|HTML)\s*\n/u.exec(text.slice(0, 100_000));
  if (open === null) return wellFormed(text);
  const from = open.index + open[0].length;
  const close = text.indexOf("\n```", from);
  return wellFormed(close < 0 ? text.slice(from) : text.slice(from, close));
}

/** The browser reads no half of a surrogate pair. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

function evidenceOf({
  faults,
  containment,
}: {
  readonly faults: readonly string[];
  readonly containment: string;
}): string {
  return `${faults.length === 0 ? "nothing wrong" : faults.slice(0, 6).join("; ")} (Chromium in ${containment})`;
}

import { type CallResult, type Context, defineSource, type SourceFactory, type Task } from "@guerdon/core/piece";
import { type SignalBuilder, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import type { GrammarReport } from "./lint-grammar.ts";

export interface GrammarOptions {
  /** Findings in 100 words that make the score 0. */
  readonly worst: number;
  /** Kinds of findings that count, as the checker names them; without it all. */
  readonly kinds?: readonly string[] | undefined;
  /** Time of one text, in milliseconds, before its process is killed. */
  readonly deadlineMs: number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

type GrammarInput = { readonly [K in keyof GrammarOptions]?: GrammarOptions[K] | undefined };

const options: z.ZodType<GrammarOptions, GrammarInput> = z.strictObject({
  worst: z.number().positive().default(10),
  kinds: z.array(z.string().min(1)).min(1).optional(),
  deadlineMs: z.number().positive().default(20_000),
  limitCharacters: z.int().positive().default(20_000),
});

const LINT: Task = {
  module: new URL(import.meta.url.endsWith(".ts") ? "./lint-grammar.ts" : "./lint-grammar.js", import.meta.url).href,
  export: "lintGrammar",
};

/**
 * Scores the English grammar and spelling of a text.
 *
 *   out = max(0, 1 − findings per 100 words / worst)
 *
 * Findings are those of harper, in a process that is killed after `deadlineMs`: agreement, repetition, spelling,
 * capitals, …; `kinds` picks some. It finds what its rules know, so 1 is no proof of good English. A text without a word
 * is 0. Words of more than 100 characters are cut.
 *
 * @kind source
 * @unit text → 0 … 1
 *
 * ```ts doctest
 * import { grammar } from "@guerdon/verify/language";
 * grammar({ kinds: ["Agreement"] }).options.worst // => 10
 * ```
 */
export const grammar: SourceFactory<typeof options> = defineSource({
  name: "grammar",
  version: 1,
  summary: "English grammar and spelling of a text, by findings in 100 words.",
  options,
  build: (set: GrammarOptions) => ({
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
    range: UNIT,
    score: async (columns, out, context) => {
      const rows: number[] = [];
      const texts: string[] = [];
      for (let row = 0; row < out.length; row++) {
        const text = columns.text?.[row] as string;
        if (text.length > set.limitCharacters)
          out.fail(row, "candidate", `Expected at most ${set.limitCharacters} characters, got ${text.length}.`);
        else if (!/\p{L}/u.test(text)) out.set(row, 0, "no word");
        else {
          rows.push(row);
          texts.push(text);
        }
      }
      if (rows.length > 0) await lintRows(rows, texts, set, out, context);
    },
  }),
});

async function lintRows(
  rows: readonly number[],
  texts: readonly string[],
  { worst, kinds, deadlineMs }: GrammarOptions,
  out: SignalBuilder,
  context: Context,
): Promise<void> {
  const requests = texts.map((text) => ({ text: text.replace(/(\S{100})\S+/gu, "$1") }));
  const results = await context.call(LINT, requests, { deadlineMs });
  rows.forEach((row, i) => {
    const result = results[i] as CallResult;
    if ("missing" in result) {
      out.miss(row, result.missing);
      return;
    }
    const report = result.value as unknown as GrammarReport;
    if (report.kind === "engine") {
      out.fail(row, "engine", report.why);
      return;
    }
    const counted = report.findings.filter(({ kind }) => kinds?.includes(kind) ?? true);
    const words = (texts[i] as string).split(/\s+/u).filter((word) => /\p{L}/u.test(word)).length;
    const value = Math.max(0, 1 - (100 * counted.length) / words / worst);
    const notes = counted.slice(0, 5).map(({ kind, problem }) => `${kind}: ${problem}`);
    out.set(row, value, notes.length === 0 ? "nothing found" : notes.join("; "));
  });
}

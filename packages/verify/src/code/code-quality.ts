import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { CODE_LANGUAGES } from "./code-languages.ts";
import { type CodeReadingOptions, scoreCode } from "./code-requests.ts";
import type { CodeReport } from "./measure-code.ts";

const PARTS = ["complexity", "nesting", "lines", "parameters", "lint"] as const;

export interface CodeQualityOptions extends CodeReadingOptions {
  /** What counts; the score is the mean. */
  readonly parts: readonly (typeof PARTS)[number][];
  /** Cyclomatic complexity a function may have. */
  readonly maxComplexity: number;
  /** Depth of nested blocks a function may have. */
  readonly maxNesting: number;
  /** Lines a function may have. */
  readonly maxLines: number;
  /** Parameters a function may have. */
  readonly maxParameters: number;
}

type CodeQualityInput = { readonly [K in keyof CodeQualityOptions]?: CodeQualityOptions[K] | undefined };

const options: z.ZodType<CodeQualityOptions, CodeQualityInput> = z.strictObject({
  language: z.enum(CODE_LANGUAGES).default("python"),
  parts: z
    .array(z.enum(PARTS))
    .min(1)
    .refine((parts) => new Set(parts).size === parts.length, { error: "Expected each part once." })
    .default([...PARTS]),
  maxComplexity: z.int().positive().default(10),
  maxNesting: z.int().positive().default(4),
  maxLines: z.int().positive().default(50),
  maxParameters: z.int().positive().default(5),
  deadlineMs: z.number().positive().default(5000),
  limitCharacters: z.int().positive().default(200_000),
});

/**
 * Scores how simply a program is written, by its syntax tree alone.
 *
 *   a part: share of functions within its limit;  lint: max(0, 1 − findings / statements);  out = mean of the parts
 *
 * Cyclomatic complexity counts as radon does for Python. What is outside of functions is one more function where it has
 * a branch. A program that cannot be parsed is 0; nothing is run. The evidence names the worst function and the rules
 * that were broken. The program is the last fenced block, else the whole text.
 *
 * @kind source
 * @unit program → 0 … 1
 *
 * ```ts doctest
 * import { codeQuality } from "@guerdon/verify/code";
 * codeQuality({ parts: ["complexity"] }).options.maxComplexity // => 10
 * ```
 */
export const codeQuality: SourceFactory<typeof options> = defineSource({
  name: "code-quality",
  version: 1,
  summary: "How simply a program is written: complexity, nesting, length, parameters, lint.",
  options,
  build: (set: CodeQualityOptions) => ({
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
    range: UNIT,
    score: (columns, out, context) =>
      scoreCode<CodeReport>(columns, out, context, {
        run: "measureCode",
        ...set,
        ask: () => ({}),
        score: (report) => qualityOf(report, set),
      }),
  }),
});

function qualityOf(
  { functions, findings, statements }: CodeReport,
  { parts, maxComplexity, maxNesting, maxLines, maxParameters }: CodeQualityOptions,
): [number, string] {
  const measured = functions.filter(({ name, complexity }) => name !== "<program>" || complexity > 1);
  const limits = { complexity: maxComplexity, nesting: maxNesting, lines: maxLines, parameters: maxParameters };
  const notes: string[] = [];
  let sum = 0;
  for (const part of parts) {
    if (part === "lint") {
      sum += Math.max(0, 1 - findings.length / Math.max(1, statements));
      for (const { rule, line } of findings.slice(0, 5)) notes.push(`${rule} in line ${line}`);
      continue;
    }
    const over = measured.filter((one) => one[part] > limits[part]);
    sum += measured.length === 0 ? 1 : 1 - over.length / measured.length;
    const worst = over.reduce((a, b) => (b[part] > a[part] ? b : a), over[0] as (typeof over)[number]);
    if (over.length > 0) notes.push(`${part} ${worst[part]} of ${worst.name.slice(0, 60)}`);
  }
  return [sum / parts.length, notes.length === 0 ? "nothing found" : notes.join(", ")];
}

import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { CODE_LANGUAGES } from "./code-languages.ts";
import { type CodeReadingOptions, scoreCode } from "./code-requests.ts";
import { TEST_CHECK_NAMES, type TestCheck } from "./failed-checks.ts";
import type { TestReport } from "./measure-code.ts";

export interface TestSmellsOptions extends CodeReadingOptions {
  /** What a test must have and must not have; that it can be parsed is always asked. */
  readonly checks: readonly TestCheck[];
  /** Checks without which a test earns nothing. */
  readonly required: readonly TestCheck[];
}

type TestSmellsInput = { readonly [K in keyof TestSmellsOptions]?: TestSmellsOptions[K] | undefined };

const checkList: z.ZodType<readonly TestCheck[], readonly TestCheck[]> = z
  .array(z.enum(TEST_CHECK_NAMES))
  .refine((checks) => new Set(checks).size === checks.length, { error: "Expected each check once." });

const options: z.ZodType<TestSmellsOptions, TestSmellsInput> = z.strictObject({
  language: z.enum(CODE_LANGUAGES).default("python"),
  // 167 §Mechanism: the metrics beside parsing
  checks: checkList.default([
    "asserts",
    "calls-focal",
    "descriptive-name",
    "documented",
    "no-duplicate-assertion",
    "no-conditional-logic",
  ]),
  required: checkList.default(["asserts", "calls-focal"]), // 167 §Mechanism: necessary properties first
  deadlineMs: z.number().positive().default(5000),
  limitCharacters: z.int().positive().default(200_000),
});

/**
 * Scores unit tests by their syntax tree: what a good test has, and smells it has not.
 *
 *   a test: 0 if a required check fails, else (1 + checks passed) / (1 + checks);  out = mean over the tests
 *
 * A text that cannot be parsed is 0. Tests are found by their names, annotations or as calls of `test` and `it`. `focal`
 * names the function under test; a call that can never be reached is no call, and an assertion there is none. Equal
 * assertions are compared without space and comments. Smells with no assertion left are no merit: keep `asserts` in
 * `required`. Nothing is run: a test that asserts what is always true passes all but `no-redundant-assertion`.
 *
 * @kind source
 * @unit tests → 0 … 1
 * @paper 167 §Mechanism (seven properties; necessary ones gate the rest)
 * @alias staticTestQuality = { use: test-smells, checks: ["asserts"], required: [] }
 *
 * ```ts doctest
 * import { testSmells } from "@guerdon/verify/code";
 * testSmells({ language: "java" }).options.required // => ["asserts", "calls-focal"]
 * ```
 */
export const testSmells: SourceFactory<typeof options> = defineSource({
  name: "test-smells",
  version: 1,
  summary: "Quality of unit tests by their syntax: assertions, focal call, name, comment, smells.",
  options,
  build: (set: TestSmellsOptions) => ({
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, focal: { type: "json", optional: true } },
    range: UNIT,
    score: (columns, out, context) =>
      scoreCode<TestReport>(columns, out, context, {
        run: "checkTests",
        ...set,
        ask: (row) => {
          const focal = columns.focal?.[row] ?? null;
          if (focal !== null && (typeof focal !== "string" || focal === ""))
            return "Expected `focal` to be the name of a function, got something else.";
          return { checks: [...new Set([...set.checks, ...set.required])], focal };
        },
        score: (report) => scoreTests(report, set),
      }),
  }),
});

function scoreTests({ tests }: TestReport, { checks, required }: TestSmellsOptions): [number, string] {
  if (tests.length === 0) return [0, "no test"];
  const all = new Set([...checks, ...required]).size;
  let sum = 0;
  const notes: string[] = [];
  for (const { name, failed } of tests) {
    if (!required.some((check) => failed.includes(check))) sum += (1 + all - failed.length) / (1 + all);
    if (failed.length > 0 && notes.length < 5)
      notes.push(`${name.slice(0, 60) || "the text"}: not ${failed.join(", ")}`);
  }
  return [sum / tests.length, notes.length === 0 ? "all checks pass" : notes.join("; ")];
}

import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type LineCoverage, runProgram } from "../sandbox/index.ts";
import { codeTests } from "./code-tests.ts";
import { programText } from "./program-text.ts";

export interface CodeCoverageOptions {
  /** Whose text is scored: a program's, by the tests' run; or tests', by how much of `program` they run. */
  readonly of: "program" | "tests";
  /** Wall-clock limit of one run. */
  readonly wallMs: number;
  /** Processor time of one run. */
  readonly cpuSeconds: number;
  /** Memory of one process. */
  readonly memoryMb: number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

type CodeCoverageInput = { readonly [K in keyof CodeCoverageOptions]?: CodeCoverageOptions[K] | undefined };

const options: z.ZodType<CodeCoverageOptions, CodeCoverageInput> = z.strictObject({
  of: z.enum(["program", "tests"]).default("program"),
  wallMs: z.int().positive().default(10_000),
  cpuSeconds: z.int().positive().default(8),
  memoryMb: z.int().positive().default(512),
  limitCharacters: z.int().positive().default(200_000),
});

/**
 * Share of the lines of a Python program that a run executes.
 *
 *   out = lines that ran / lines that hold code
 *
 * Of `program`: the text is the program and `tests` run it. Of `tests`: the text is tests that a policy wrote and
 * `program` is what they are for; they run behind it in one process, and a test that fails ends the run. Lines are
 * counted inside the process of what is scored, which could lie: a report, or a small part of a reward that also asks
 * for what cannot be forged. A program that dies before it can say is 0.
 *
 * @kind source
 * @unit program, tests → share of lines
 *
 * ```ts doctest
 * import { codeCoverage } from "@guerdon/verify/code";
 * codeCoverage({ of: "tests" }).options.of // => "tests"
 * ```
 */
export const codeCoverage: SourceFactory<typeof options> = defineSource({
  name: "code-coverage",
  version: 1,
  summary: "Share of the lines of a program that its tests run.",
  options,
  build: ({ of, wallMs, cpuSeconds, memoryMb, limitCharacters }: CodeCoverageOptions) => ({
    needs: ["process"],
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      ...(of === "program" ? { tests: { type: "json" } } : { program: { type: "text" } }),
    },
    range: UNIT,
    score: async (columns, out) => {
      const limits = { wallMs, cpuSeconds, memoryMb };
      await Promise.all(
        Array.from({ length: out.length }, async (_, row) => {
          const text = programText(columns.text?.[row] as string, "python");
          const tests = of === "tests" ? ["pass"] : codeTests(columns.tests?.[row]);
          if (tests === undefined)
            return out.fail(row, "task", "Expected `tests` to be a text or a list of texts, got neither.");
          if (text.length > limitCharacters)
            return out.fail(row, "candidate", `Expected at most ${limitCharacters} characters, got ${text.length}.`);
          const program = of === "tests" ? (columns.program?.[row] as string) : text;
          const source = of === "tests" ? `${program}\n${text}` : text;
          const result = await runProgram({ language: "python", source, tests, coverage: true }, limits);
          if ("fault" in result) return out.fail(row, result.fault.blame, result.fault.reason);
          const { status, coverage, engine } = result.verdict;
          if (coverage === undefined && status === "passed")
            return out.fail(row, "engine", `Expected ${engine} to count lines, got nothing.`);
          const [ran, lines] = linesWithin(coverage, program.split("\n").length);
          return out.set(row, lines === 0 ? 0 : ran / lines, `${ran} of ${lines} lines, ${status}`);
        }),
      );
    },
  }),
});

function linesWithin(coverage: LineCoverage | undefined, last: number): [ran: number, lines: number] {
  if (coverage === undefined) return [0, 0];
  const lines = new Set(coverage.lines.filter((line) => line <= last));
  return [new Set(coverage.ran.filter((line) => lines.has(line))).size, lines.size];
}

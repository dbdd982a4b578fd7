import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { programText } from "./program-text.ts";
import { type RunOptions, runOptionsShape, scorePrograms } from "./score-programs.ts";

interface UnitTestsOptions extends RunOptions {
  /** Language of the programs. */
  readonly language: "python" | "javascript" | "typescript";
}
type UnitTestsInput = { readonly [K in keyof UnitTestsOptions]?: UnitTestsOptions[K] | undefined };

const options: z.ZodType<UnitTestsOptions, UnitTestsInput> = z.strictObject({
  language: z.enum(["python", "javascript", "typescript"]).default("python"),
  ...runOptionsShape,
});

/**
 * Runs the program in a text against unit tests and pays the share of tests that pass, or 1 only when all do.
 *
 * The program is the last fenced block, else the whole text. `tests` is a text or a list of texts: asserts, or a
 * `check(candidate)` that is called with `entry`. Each assert outside `try` is a bit. The tests run in another
 * process than the program, which sees the arguments of its calls alone. `setup` is trusted code the tests may use:
 * a function that the tests take from the program instead is the program's own. A coroutine or promise of the program
 * is awaited over there when the tests await it. Python finds the packages in the folder that
 * `GUERDON_PYTHON_PACKAGES` names (`pip install --target FOLDER numpy`), besides its standard library.
 *
 * @kind source
 * @paper 041
 * @alias unitTestVector
 * @unit text, tests → share of tests passed
 *
 * ```ts doctest
 * import { unitTests } from "@guerdon/verify/code";
 * unitTests({ pay: "all" }).options.cpuSeconds // => 4
 * ```
 */
export const unitTests: SourceFactory<typeof options> = defineSource({
  name: "unit-tests",
  version: 1,
  summary: "Share of unit tests that the program in the text passes in a sandbox.",
  options,
  build: (set: UnitTestsOptions) => ({
    needs: ["process"],
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      tests: { type: "json" },
      entry: { type: "json", optional: true },
      setup: { type: "json", optional: true },
    },
    range: UNIT,
    score: (columns, out) =>
      scorePrograms(
        (row) => {
          const tests = textsOf(columns.tests?.[row]);
          if (tests === undefined) return "Expected `tests` to be a text or a list of texts, got neither.";
          const source = programText(columns.text?.[row] as string, set.language);
          const [entry, setup] = [columns.entry?.[row], columns.setup?.[row]];
          return {
            language: set.language,
            source,
            tests,
            entryPoint: typeof entry === "string" ? entry : undefined,
            setup: typeof setup === "string" ? setup : undefined,
          };
        },
        set,
        out,
      ),
  }),
});

function textsOf(tests: Json | undefined): readonly string[] | undefined {
  const list = typeof tests === "string" ? [tests] : tests;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  return list.every((test) => typeof test === "string" && test.trim() !== "") ? (list as string[]) : undefined;
}

import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import type { InputOutput } from "../sandbox/index.ts";
import { programText } from "./program-text.ts";
import { type RunOptions, runOptionsShape, scorePrograms } from "./score-programs.ts";

type StdinStdoutInput = { readonly [K in keyof RunOptions]?: RunOptions[K] | undefined };

const options: z.ZodType<RunOptions, StdinStdoutInput> = z.strictObject(runOptionsShape);

/**
 * Runs the Python program in a text on inputs and pays the share of outputs that are the expected ones.
 *
 * `cases` is a list of `{ input, output }`. Spaces at the ends of lines and empty lines at the end do not count,
 * and decimals are equal to 1e-9. `wallMs` and `cpuSeconds` hold for each input.
 *
 * @kind source
 * @unit text, inputs with outputs → share of outputs equal
 *
 * ```ts doctest
 * import { stdinStdout } from "@guerdon/verify/code";
 * stdinStdout().options.pay // => "share"
 * ```
 */
export const stdinStdout: SourceFactory<typeof options> = defineSource({
  name: "stdin-stdout",
  version: 1,
  summary: "Share of inputs for which the program in the text prints the expected output.",
  options,
  build: (set: RunOptions) => ({
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, cases: { type: "json" } },
    range: UNIT,
    score: (columns, out) =>
      scorePrograms(
        (row) => {
          const cases = casesOf(columns.cases?.[row]);
          if (cases === undefined) return "Expected `cases` to be a list of { input, output } texts, got none.";
          return { language: "python", source: programText(columns.text?.[row] as string, "python"), cases };
        },
        set,
        out,
      ),
  }),
});

function casesOf(value: Json | undefined): readonly InputOutput[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const cases = value as unknown as readonly (InputOutput | null)[];
  const fit = cases.every((c) => typeof c?.input === "string" && typeof c.output === "string");
  return fit ? (cases as readonly InputOutput[]) : undefined;
}

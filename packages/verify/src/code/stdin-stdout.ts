import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import type { InputOutput } from "../sandbox/index.ts";
import { programText } from "./program-text.ts";
import { type RunOptions, runOptionsShape, scorePrograms } from "./score-programs.ts";

interface StdinStdoutOptions extends RunOptions {
  /** Language of the programs. */
  readonly language: "python" | "shell";
}
type StdinStdoutInput = { readonly [K in keyof StdinStdoutOptions]?: StdinStdoutOptions[K] | undefined };

const options: z.ZodType<StdinStdoutOptions, StdinStdoutInput> = z.strictObject({
  language: z.enum(["python", "shell"]).default("python"),
  ...runOptionsShape,
});

/**
 * Runs the program in a text on inputs and pays the share of outputs that are the expected ones.
 *
 * `cases` is a list of `{ input, output }`. Spaces at the ends of lines and empty lines at the end do not count,
 * and decimals are equal to 1e-9. A program must end with status 0. `wallMs` and `cpuSeconds` hold for each input.
 *
 * With `language: shell` the program is a script of a shell with the usual tools, on a file system in memory, and a
 * case may also name `files` that are there before, `after`: texts of files afterwards (null: no such file), and the
 * `exit` status it must end with.
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
  build: (set: StdinStdoutOptions) => ({
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, cases: { type: "json" } },
    range: UNIT,
    score: (columns, out) =>
      scorePrograms(
        (row) => {
          const { language } = set;
          const cases = casesOf(columns.cases?.[row], language);
          if (typeof cases === "string") return cases;
          return { language, source: programText(columns.text?.[row] as string, language), cases };
        },
        set,
        out,
      ),
  }),
});

function casesOf(value: Json | undefined, language: string): readonly InputOutput[] | string {
  const wrong = "Expected `cases` to be a list of { input, output } texts, got none.";
  if (!Array.isArray(value) || value.length === 0) return wrong;
  const cases = value as unknown as readonly (InputOutput | null)[];
  if (!cases.every((c) => typeof c?.input === "string" && typeof c.output === "string")) return wrong;
  const more = cases.findIndex((c) => c?.files !== undefined || c?.after !== undefined || c?.exit !== undefined);
  if (more >= 0 && language !== "shell") {
    return `Expected \`files\`, \`after\` and \`exit\` with \`language: shell\` alone, got them in case ${more}.`;
  }
  const fit = cases.every(
    (c) => isTexts(c?.files, false) && isTexts(c?.after, true) && (c?.exit === undefined || Number.isInteger(c.exit)),
  );
  if (!fit) return "Expected `files` and `after` to be texts by path and `exit` a whole number.";
  return cases as readonly InputOutput[];
}

function isTexts(value: unknown, orNull: boolean): boolean {
  if (value === undefined) return true;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === "string" || (orNull && text === null));
}

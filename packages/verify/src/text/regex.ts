import { type Context, defineSource, type SourceFactory, type Task } from "@guerdon/core/piece";
import { type Json, type SignalBuilder, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type CompiledPattern, compilePattern } from "./compile-pattern.ts";
import type * as nativeMatch from "./native-match.ts";

export interface RegexOptions {
  /** RE2 syntax; lookaround and backreferences are run by the JavaScript engine in a process that can be killed. */
  readonly pattern: string;
  /** Any of `i` (case), `m` (lines), `s` (dot takes line ends), `u` (Unicode, always on). */
  readonly flags: string;
  /** Whether the pattern may match anywhere or must match the text as a whole. */
  readonly match: "search" | "full";
  /** The group that must be there and, if the row has an `expected`, equal it. */
  readonly group: number | string;
  /** Longer texts are failures of the candidate. */
  readonly limitCharacters: number;
  /** Time of one native search. */
  readonly deadlineMs: number;
}

type RegexInput = Pick<RegexOptions, "pattern"> & { readonly [K in keyof RegexOptions]?: RegexOptions[K] | undefined };

const options: z.ZodType<RegexOptions, RegexInput> = z.strictObject({
  pattern: z.string().min(1),
  flags: z
    .string()
    .regex(/^[imsu]*$/u, "flags are any of i, m, s and u")
    .default(""),
  match: z.enum(["search", "full"]).default("search"),
  group: z.union([z.int().min(0), z.string().min(1)]).default(0),
  limitCharacters: z.int().positive().default(32_768),
  deadlineMs: z.int().positive().default(1000),
});

const NATIVE: Task = {
  module: new URL(`./native-match${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url).href,
  export: "nativeMatch" satisfies keyof typeof nativeMatch,
};

/**
 * Scores 1 when the pattern is found in the text (and its group equals `expected`, where a row has one), else 0.
 *
 * Time is linear in the text. Patterns that only a backtracking engine can run go to child processes
 * with a deadline. A pattern that matches every text is refused.
 *
 * @kind source
 * @unit text → 0 or 1
 * @throws RewardError GUERDON_OPTION
 *
 * ```ts doctest
 * import { regex } from "@guerdon/verify/text";
 * [regex({ pattern: "\\d+" }).needs, regex({ pattern: "(?=a)b" }).needs] // => [[], ["process"]]
 * ```
 */
export const regex: SourceFactory<typeof options> = defineSource({
  name: "regex",
  version: 1,
  summary: "1 when a regular expression is found in the text, else 0; linear time.",
  options,
  build: (set: RegexOptions) => {
    const compiled = compilePattern(set);
    return {
      fields: {
        text: { type: "text", default: "{{ sample.output_text }}" },
        expected: { type: "json", optional: true },
      },
      range: UNIT,
      needs: compiled.engine === "native" ? ["process"] : [],
      score: (columns, out, context) => {
        const texts = columns.text as readonly string[];
        const expected = columns.expected ?? [];
        const rows = rowsWithin(texts, out, set.limitCharacters);
        if (compiled.engine === "native") return searchNatively(compiled, set, { texts, expected, rows }, out, context);
        for (const i of rows) settle(out, i, compiled.find(texts[i] as string), expected[i]);
      },
    };
  },
});

interface Rows {
  readonly texts: readonly string[];
  readonly expected: readonly (Json | undefined)[];
  readonly rows: readonly number[];
}

function rowsWithin(texts: readonly string[], out: SignalBuilder, limit: number): readonly number[] {
  const rows: number[] = [];
  for (let i = 0; i < out.length; i++) {
    const { length } = texts[i] as string;
    if (length <= limit) rows.push(i);
    else out.fail(i, "candidate", `Expected a text of at most ${limit} characters, got ${length}.`);
  }
  return rows;
}

async function searchNatively(
  { pattern, flags }: CompiledPattern & { engine: "native" },
  { group, deadlineMs }: RegexOptions,
  { texts, expected, rows }: Rows,
  out: SignalBuilder,
  context: Context,
): Promise<void> {
  const inputs = rows.map((i) => ({ pattern, flags, group, text: texts[i] as string }));
  const results = await context.call(NATIVE, inputs, { deadlineMs });
  results.forEach((result, k) => {
    const i = rows[k] as number;
    if ("missing" in result) out.miss(i, result.missing);
    else settle(out, i, (result.value ?? undefined) as string | undefined, expected[i]);
  });
}

function settle(out: SignalBuilder, i: number, found: string | undefined, expected: Json | undefined): void {
  if (expected !== undefined && typeof expected !== "string" && typeof expected !== "number") {
    out.fail(i, "task", `Expected \`expected\` to be text, got ${expected === null ? "null" : typeof expected}.`);
  } else if (found === undefined) out.set(i, 0, "the pattern is not in the text");
  else if (expected !== undefined && found !== String(expected)) out.set(i, 0, `found ${shown(found)}`);
  else out.set(i, 1);
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

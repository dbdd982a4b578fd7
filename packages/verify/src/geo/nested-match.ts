import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import { matchedLevels } from "./matched-levels.ts";

export interface NestedMatchOptions {
  /** A level is worth this many times the one above it. */
  readonly base: number;
  /** Most levels of a row. */
  readonly levels: number;
  /** Longer texts score 0. */
  readonly limitCharacters: number;
}

type NestedInput = { readonly [K in keyof NestedMatchOptions]?: NestedMatchOptions[K] | undefined };

const options: z.ZodType<NestedMatchOptions, NestedInput> = z.strictObject({
  base: z.number().min(1).max(100).default(2), // 130 §Mechanism: β = 2
  levels: z.int().positive().max(10).default(3), // 130 §Mechanism: country, state, city
  limitCharacters: z.int().positive().max(1_000_000).default(20_000),
});

/**
 * Pays for the finest level of a nested answer (country, state, city) that the text names.
 *
 *   out_i = base^level of the finest one named, coarsest level 0;  0 for none
 *
 * `expected` lists the levels from coarse to fine: a name, a list of names for the same thing, or null for a level this
 * row does not have. Names are found as whole terms, without case, accents and punctuation. A finer level implies the
 * coarser ones.
 *
 * @kind source
 * @unit text, names by level → 0 … base^(levels − 1)
 * @paper 130 §Mechanism
 * @alias nestedMatch
 *
 * ```ts doctest
 * import { nestedMatch } from "@guerdon/verify/geo";
 * nestedMatch().range // => { min: 0, max: 4 }
 * ```
 */
export const nestedMatch: SourceFactory<typeof options> = defineSource({
  name: "nested-match",
  version: 1,
  summary: "Pays for the finest level of a nested answer, such as country, state and city, that the text names.",
  options,
  build: ({ base, levels, limitCharacters }: NestedMatchOptions) => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, expected: { type: "json" } },
    range: { min: 0, max: base ** (levels - 1) },
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const names = levelNames(columns.expected?.[i]);
        if (names === undefined || names.length > levels) {
          out.fail(i, "task", `Expected \`expected\` to list the names of 1 to ${levels} levels, got something else.`);
          continue;
        }
        const text = columns.text?.[i] as string;
        if (text.length > limitCharacters) {
          out.set(i, 0, `the text is longer than ${limitCharacters} characters`);
          continue;
        }
        const finest = matchedLevels(text, names).lastIndexOf(true);
        out.set(
          i,
          finest === -1 ? 0 : base ** finest,
          finest === -1 ? "no level is named" : `level ${finest} is named`,
        );
      }
    },
  }),
});

function levelNames(value: Json | undefined): readonly (readonly string[])[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const levels = (value as readonly Json[]).map((level) =>
    level === null ? [] : typeof level === "string" ? [level] : Array.isArray(level) ? (level as readonly Json[]) : [0],
  );
  const fine = levels.every((names) => names.every((name) => typeof name === "string"));
  return fine && levels.some((names) => names.length > 0) ? (levels as readonly (readonly string[])[]) : undefined;
}

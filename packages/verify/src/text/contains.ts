import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type FoldOptions, foldOptions, foldText } from "./fold-text.ts";

export interface ContainsOptions extends Omit<FoldOptions, "trim"> {
  /** Texts to look for; without them each row brings its own in `expected`. */
  readonly needles?: readonly string[] | undefined;
  /** How many of the needles must be there. */
  readonly mode: "all" | "any" | "none";
  /** Whether a needle must stand alone: `5` is not in `15` and `cat` not in `concatenate`. */
  readonly wholeWords: boolean;
}

type ContainsInput = { readonly [K in keyof ContainsOptions]?: ContainsOptions[K] | undefined };

const options: z.ZodType<ContainsOptions, ContainsInput> = z.strictObject({
  needles: z.array(z.string().refine((needle) => needle.trim() !== "", "an empty needle is in every text")).optional(),
  mode: z.enum(["all", "any", "none"]).default("all"),
  wholeWords: z.boolean().default(false),
  caseSensitive: foldOptions.caseSensitive,
  normalise: foldOptions.normalise,
});

/**
 * Scores 1 when the text contains all, any or none of the needles, else 0.
 *
 * Needles come from the option or, row by row, from `expected` (a text or a list). A row without a
 * needle, or with an empty one, is a fault of the task and never a match.
 *
 * @kind source
 * @unit text, texts → 0 or 1
 *
 * ```ts doctest
 * import { contains } from "@guerdon/verify/text";
 * contains({ needles: ["import"], mode: "none" }).range // => { min: 0, max: 1 }
 * ```
 */
export const contains: SourceFactory<typeof options> = defineSource({
  name: "contains",
  version: 1,
  summary: "1 when the text contains all, any or none of the needles, else 0.",
  options,
  build: (set: ContainsOptions) => {
    const fold = foldText({ caseSensitive: set.caseSensitive, trim: false, normalise: set.normalise });
    const fixed = set.needles === undefined ? undefined : readNeedles(set.needles, fold);
    const found = set.wholeWords ? standsIn : (text: string, needle: string) => text.includes(needle);
    return {
      fields: {
        text: { type: "text", default: "{{ sample.output_text }}" },
        expected: { type: "json", optional: true },
      },
      range: UNIT,
      score: (columns, out) => {
        for (let i = 0; i < out.length; i++) {
          const needles = fixed ?? readNeedles(columns.expected?.[i], fold);
          if (typeof needles === "string") {
            out.fail(i, "task", needles);
            continue;
          }
          const text = fold(columns.text?.[i] as string);
          const offender = verdict(set.mode, needles, (needle) => found(text, needle));
          if (offender === undefined) out.set(i, 1);
          else out.set(i, 0, offender);
        }
      },
    };
  },
});

/** Why the text fails, or undefined when it passes. */
function verdict(
  mode: ContainsOptions["mode"],
  needles: readonly string[],
  has: (needle: string) => boolean,
): string | undefined {
  if (mode === "any") return needles.some(has) ? undefined : "none of the needles is in the text";
  const offender = needles.find((needle) => has(needle) === (mode === "none"));
  if (offender === undefined) return undefined;
  const shown = JSON.stringify(offender.length > 60 ? `${offender.slice(0, 60)}…` : offender);
  return mode === "all" ? `${shown} is missing` : `${shown} is in the text`;
}

/** The folded needles of a row, or what is wrong with them. */
function readNeedles(given: Json | undefined, fold: (text: string) => string): readonly string[] | string {
  const list = Array.isArray(given) ? (given as readonly Json[]) : given === undefined ? [] : [given];
  if (list.length === 0) return "Expected `needles` or `expected` to name at least one needle, got none.";
  const needles: string[] = [];
  for (const one of list) {
    if (typeof one !== "string" && typeof one !== "number") {
      return `Expected a needle to be text, got ${one === null ? "null" : typeof one}.`;
    }
    const needle = fold(String(one));
    if (needle.trim() === "") return "Expected a needle to hold text, got an empty one: it is in every text.";
    needles.push(needle);
  }
  return needles;
}

const WORD = /[\p{L}\p{N}_]/u;

/** Tells whether the needle occurs with no letter or digit glued to either side. */
function standsIn(text: string, needle: string): boolean {
  const checkBefore = WORD.test(needle.slice(0, 1));
  const checkAfter = WORD.test(needle.slice(-1));
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
    const end = at + needle.length;
    const glued =
      (checkBefore && at > 0 && WORD.test(text[at - 1] as string)) ||
      (checkAfter && end < text.length && WORD.test(text[end] as string));
    if (!glued) return true;
  }
  return false;
}

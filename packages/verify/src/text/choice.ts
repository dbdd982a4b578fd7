import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type ChoicePosition, extractChoice } from "./extract-choice.ts";

export interface ChoiceOptions {
  /** Labels or words a row may choose from; letter case does not matter. */
  readonly choices: readonly string[];
  /** Which statement counts when there are several; `only` asks that all agree. */
  readonly position: ChoicePosition;
}

type ChoiceInput = { readonly [K in keyof ChoiceOptions]?: ChoiceOptions[K] | undefined };

const options: z.ZodType<ChoiceOptions, ChoiceInput> = z.strictObject({
  choices: z
    .array(z.string().trim().min(1))
    .min(2)
    .refine((all) => new Set(all.map((one) => one.toLowerCase())).size === all.length, "two choices are the same")
    .default(["A", "B", "C", "D"]),
  position: z.enum(["last", "first", "final-line", "only"]).default("last"),
});

/**
 * Scores 1 when the text commits to the expected choice of a multiple-choice question, else 0.
 *
 * Understood: "The answer is (B)", "Answer: B", `\boxed{B}`, a final line "B." or "B) Paris". Hedging
 * ("B or C") names no choice. `expected` is a label or the 0-based index of one.
 *
 * @kind source
 * @unit text, label → 0 or 1
 *
 * ```ts doctest
 * import { choice } from "@guerdon/verify/text";
 * choice({ choices: ["yes", "no"] }).options.position // => "last"
 * ```
 */
export const choice: SourceFactory<typeof options> = defineSource({
  name: "choice",
  version: 1,
  summary: "1 when the text commits to the expected choice, else 0.",
  options,
  build: ({ choices, position }: ChoiceOptions) => {
    const extract = extractChoice(choices, position);
    const byName = new Map(choices.map((label) => [label.toLowerCase(), label]));
    return {
      fields: { text: { type: "text", default: "{{ sample.output_text }}" }, expected: { type: "json" } },
      range: UNIT,
      score: (columns, out) => {
        for (let i = 0; i < out.length; i++) {
          const gold = goldChoice(columns.expected?.[i], choices, byName);
          if (gold === undefined) {
            out.fail(
              i,
              "task",
              `Expected \`expected\` to be one of ${choices.join(", ")}, got ${shown(columns.expected?.[i])}.`,
            );
            continue;
          }
          const found = extract(columns.text?.[i] as string);
          if ("why" in found) out.set(i, 0, found.why);
          else out.set(i, found.choice === gold ? 1 : 0, `chose ${found.choice}`);
        }
      },
    };
  },
});

function goldChoice(
  expected: Json | undefined,
  choices: readonly string[],
  byName: ReadonlyMap<string, string>,
): string | undefined {
  if (typeof expected === "string") return byName.get(bare(expected));
  if (typeof expected !== "number") return undefined;
  return byName.get(String(expected)) ?? choices[expected];
}

/** The label in "(B)", "B." or "b". */
function bare(label: string): string {
  return label
    .trim()
    .replace(/^[([]/u, "")
    .replace(/[)\].]$/u, "")
    .toLowerCase();
}

function shown(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

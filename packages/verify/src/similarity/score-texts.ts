import type { FieldColumns, FieldSpec } from "@guerdon/core/piece";
import type { SignalBuilder } from "@guerdon/core/signal";
import { goldTexts } from "./gold-texts.ts";

/** The fields of a source that compares a text with references. */
export const TEXT_AND_GOLD: { readonly text: FieldSpec; readonly expected: FieldSpec } = {
  text: { type: "text", default: "{{ sample.output_text }}" },
  expected: { type: "json" },
};

/** What a comparison says of one row; a text is why the candidate cannot be compared. */
export type Compare = (text: string, golds: readonly string[]) => number | string;

/** Scores each text against its references; too long a text fails, the candidate's to its own cost, a gold's to the task's. */
export function scoreTexts(columns: FieldColumns, out: SignalBuilder, limitCharacters: number, compare: Compare): void {
  for (let i = 0; i < out.length; i++) {
    const golds = goldTexts(columns.expected?.[i]);
    if ("why" in golds) {
      out.fail(i, "task", golds.why);
      continue;
    }
    const long = golds.find((gold) => gold.length > limitCharacters);
    if (long !== undefined) {
      out.fail(i, "task", `Expected references of at most ${limitCharacters} characters, got ${long.length}.`);
      continue;
    }
    const text = columns.text?.[i] as string;
    if (text.length > limitCharacters) {
      out.fail(i, "candidate", `Expected a text of at most ${limitCharacters} characters, got ${text.length}.`);
      continue;
    }
    const value = compare(text, golds);
    if (typeof value === "number") out.set(i, value);
    else out.fail(i, "candidate", value);
  }
}

/** The largest value over the references. */
export function bestOf(golds: readonly string[], value: (gold: string) => number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (const gold of golds) best = Math.max(best, value(gold));
  return best;
}

import { z } from "zod";
import { advantagePresets, advantages } from "../advantage/index.ts";
import { combinators } from "../combinator/index.ts";
import { defineSource, type Library, makeLibrary } from "../piece/index.ts";
import { shapers } from "../shaper/index.ts";
import { type Rollout, UNIT } from "../signal/index.ts";

/** Rollouts whose text and answer are given, in groups named by the first field. */
export function rolloutsOf(
  rows: readonly (readonly [group: string, text: string, answer: string])[],
): readonly Rollout[] {
  return rows.map(([group, text, answer], i) => ({
    id: `r${i}`,
    group,
    item: { answer },
    prompt: [],
    completion: [{ role: "assistant", content: text }],
  }));
}

/** 1 when the text is the expected one. */
const exact = defineSource({
  name: "exact",
  version: 1,
  summary: "1 when the text is the expected one.",
  options: z.strictObject({}),
  build: () => ({
    kind: "source",
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, expected: { type: "text" } },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) out.set(i, columns.text?.[i] === columns.expected?.[i] ? 1 : 0);
    },
  }),
});

/** Number of characters; what `length` is, without another package. */
const characters = defineSource({
  name: "length",
  version: 1,
  summary: "Number of characters.",
  options: z.strictObject({ unit: z.string().default("characters") }),
  build: () => ({
    kind: "source",
    fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
    range: { min: 0, max: Number.POSITIVE_INFINITY },
    measures: "length",
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) out.set(i, String(columns.text?.[i]).length);
    },
  }),
});

/** Asks a task about each text; what the task says is the score. */
const asked = defineSource({
  name: "asked",
  version: 1,
  summary: "What a task says about each text.",
  options: z.strictObject({ export: z.string().default("textLength") }),
  build: ({ export: name }) => ({
    kind: "source",
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
    range: { min: 0, max: 100 },
    score: async (columns, out, context) => {
      const results = await context.call({ module: "none", export: name }, columns.text as readonly string[]);
      results.forEach((result, i) => {
        if ("value" in result) out.set(i, result.value as number);
        else out.miss(i, result.missing);
      });
    },
  }),
});

export const testLibrary: Library = makeLibrary(
  [...combinators, ...shapers, ...advantages, exact, characters, asked],
  advantagePresets,
);

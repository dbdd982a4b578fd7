import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { jsonText } from "../json/json-text.ts";
import { parseStrict } from "../json/parse-strict.ts";
import { knapsackBest } from "./knapsack-best.ts";
import { type KnapsackItems, knapsackValue } from "./knapsack-value.ts";
import { QUALITY_SHAPE, type QualityOptions } from "./quality-options.ts";

type KnapsackInput = { readonly [K in keyof QualityOptions]?: QualityOptions[K] | undefined };

const options: z.ZodType<QualityOptions, KnapsackInput> = z.strictObject(QUALITY_SHAPE);

/**
 * Scores a selection of items of a 0/1 knapsack: one that does not fit 0.
 *
 *   quality: value / best, at most 1;  best is given, or found by dynamic programming where weights are whole
 *
 * `instance` holds `values`, `weights` and `capacity`; the selection is a JSON list of item numbers from 0: the text,
 * or its only fenced block.
 *
 * @kind source
 * @unit selection, items → 0 … 1
 *
 * ```ts doctest
 * import { knapsackItems } from "@guerdon/verify/optimisation";
 * knapsackItems().options.measure // => "quality"
 * ```
 */
export const knapsackItems: SourceFactory<typeof options> = defineSource({
  name: "knapsack-items",
  version: 1,
  summary: "Feasibility of a knapsack selection and how near its value comes to the best.",
  options,
  build: ({ measure, limitCharacters }: QualityOptions) => ({
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      instance: { type: "json" },
      best: { type: "json", optional: true },
    },
    range: UNIT,
    score: (columns, out) => {
      const found = new Map<Json, number | { readonly why: string }>();
      for (let i = 0; i < out.length; i++) {
        const given = columns.instance?.[i];
        const items = itemsOf(given);
        if (items === undefined) {
          out.fail(
            i,
            "task",
            "Expected `instance` to hold equally many `values` and `weights`, none negative, and a `capacity`.",
          );
          continue;
        }
        const text = columns.text?.[i] as string;
        if (text.length > limitCharacters) {
          out.fail(i, "candidate", `Expected at most ${limitCharacters} characters, got ${text.length}.`);
          continue;
        }
        const selection = numbersOf(parseStrict(jsonText(text))?.value);
        const value = selection === undefined ? { why: "no list of items is stated" } : knapsackValue(selection, items);
        if (typeof value !== "number") {
          out.set(i, 0, value.why);
          continue;
        }
        if (measure === "feasible") {
          out.set(i, 1, `value ${value}`);
          continue;
        }
        const stated = columns.best?.[i];
        const best = typeof stated === "number" ? stated : (found.get(given as Json) ?? knapsackBest(items));
        if (typeof stated !== "number") found.set(given as Json, best);
        if (typeof best !== "number") out.fail(i, "task", `Expected \`best\` to be given, for ${best.why}.`);
        else out.set(i, best > 0 ? Math.min(1, value / best) : 1, `value ${value} of ${best}`);
      }
    },
  }),
});

function itemsOf(given: Json | undefined): KnapsackItems | undefined {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined;
  const { values, weights, capacity } = given as { readonly [key: string]: Json };
  const isList = (list: Json | undefined): list is number[] =>
    Array.isArray(list) && list.every((one) => typeof one === "number" && one >= 0);
  if (!isList(values) || !isList(weights) || values.length !== weights.length) return undefined;
  return typeof capacity === "number" && capacity >= 0 ? { values, weights, capacity } : undefined;
}

function numbersOf(value: Json | undefined): readonly number[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === "number") ? (value as number[]) : undefined;
}

import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { matchBoxes, weightedOverlap } from "./match-boxes.ts";
import { boxesOf, type LabelledBox, readBoxes } from "./read-boxes.ts";

export interface BoxSetMatchOptions {
  /** What is paid for: gold boxes found, predicted boxes that are right, or both by weights of the gold boxes. */
  readonly measure: "recall" | "precision" | "weighted-recall" | "weighted-precision" | "weighted";
  /** How good a pair is: generalised or plain intersection over union. */
  readonly quality: "giou" | "iou";
  /** A pair at or below it is worth 0 and not found. */
  readonly low: number;
  /** A pair above it is worth 1. */
  readonly high: number;
  /** What the precision is a mean over. */
  readonly denominator: "matched" | "predicted";
  /** Whether distances of corners are taken in units of the image. */
  readonly normaliseDistance: boolean;
  /** How weighted measures pair boxes. */
  readonly match: "best" | "assign";
  /** More predicted boxes than this are a failure of the candidate. */
  readonly limitBoxes: number;
}

type MatchInput = { readonly [K in keyof BoxSetMatchOptions]?: BoxSetMatchOptions[K] | undefined };

const options: z.ZodType<BoxSetMatchOptions, MatchInput> = z.strictObject({
  measure: z.enum(["recall", "precision", "weighted-recall", "weighted-precision", "weighted"]).default("precision"),
  quality: z.enum(["giou", "iou"]).default("giou"), // 205 §Mechanism
  low: z.number().min(0).max(1).default(0.5), // 205 §Mechanism: first half of training
  high: z.number().min(0).max(1).default(0.75), // 205 §Mechanism: first half of training
  denominator: z.enum(["matched", "predicted"]).default("predicted"),
  normaliseDistance: z.boolean().default(true),
  match: z.enum(["best", "assign"]).default("best"),
  limitBoxes: z.int().positive().max(500).default(200),
});

/**
 * How well stated boxes match the expected ones, as sets.
 *
 *   recall    = pairs above `low` / expected boxes
 *   precision = Σ f(quality) / pairs (or predictions),  f = 0 below `low`, 1 above `high`, else the quality
 *   weighted  = (weighted recall + weighted precision) / 2
 *
 * Pairs come from the cheapest one-to-one assignment. Without any prediction the value is 0, or 1 where nothing is
 * expected. `denominator: matched` and `normaliseDistance: false` are the settings as published in 205.
 *
 * @kind source
 * @unit boxes, boxes → 0 … 1
 * @paper 205 §Mechanism, 140 §Mechanism
 * @alias boxSetMatch
 * @alias setRecall = { use: box-set-match, measure: recall }
 * @alias setPrecision = { use: box-set-match, measure: precision, denominator: matched }
 * @alias weightedBoxIoU = { use: box-set-match, measure: weighted }
 *
 * ```ts doctest
 * import { boxSetMatch } from "@guerdon/verify/geometry";
 * boxSetMatch({ measure: "recall" }).options.low // => 0.5
 * ```
 */
export const boxSetMatch: SourceFactory<typeof options> = defineSource({
  name: "box-set-match",
  version: 1,
  summary: "How well stated boxes match the expected ones: recall, precision, or weighted overlap.",
  options,
  build: (set: BoxSetMatchOptions) => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, expected: { type: "json" } },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const expected = boxesOf(columns.expected?.[i]);
        if (expected === undefined || expected.length > set.limitBoxes) {
          out.fail(i, "task", `Expected \`expected\` to list at most ${set.limitBoxes} boxes, got something else.`);
          continue;
        }
        const predicted = readBoxes(columns.text?.[i] as string, set.limitBoxes);
        if ("why" in predicted) out.set(i, 0, predicted.why);
        else {
          const value = Math.min(1, setScore(predicted, expected, set));
          out.set(i, value, `${predicted.length} stated, ${expected.length} expected`);
        }
      }
    },
  }),
});

/** The value of `boxSetMatch` for one pair of sets. */
export function setScore(
  predicted: readonly LabelledBox[],
  expected: readonly LabelledBox[],
  set: BoxSetMatchOptions,
): number {
  if (predicted.length === 0 || expected.length === 0) return Number(predicted.length === expected.length);
  if (set.measure !== "recall" && set.measure !== "precision") {
    const { recall, precision, score } = weightedOverlap(predicted, expected, set.match);
    return set.measure === "weighted" ? score : set.measure === "weighted-recall" ? recall : precision;
  }
  return pairScore(matchBoxes(predicted, expected, set), predicted.length, expected.length, set);
}

/**
 * Recall or precision of pairs that were matched before, so that several thresholds share one matching.
 *
 * @param qualities - of the pairs
 * @param predicted - how many boxes are stated, at least 1
 * @param expected - how many are there, at least 1
 *
 * ```ts doctest
 * import { boxSetMatch, pairScore } from "@guerdon/verify/geometry";
 * pairScore([0.8, 0.6], 4, 2, boxSetMatch().options) // => 0.4
 * ```
 */
export function pairScore(
  qualities: readonly number[],
  predicted: number,
  expected: number,
  { measure, low, high, denominator }: Pick<BoxSetMatchOptions, "measure" | "low" | "high" | "denominator">,
): number {
  if (measure === "recall") return qualities.filter((quality) => quality > low).length / expected;
  const worth = (quality: number): number => (quality < low ? 0 : quality > high ? 1 : quality);
  const sum = qualities.reduce((total, quality) => total + worth(quality), 0);
  return sum / (denominator === "matched" ? qualities.length : predicted);
}

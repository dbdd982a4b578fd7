import type { AnyFactory } from "@guerdon/core/piece";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { INLINE } from "../text/score-rows.test-support.ts";
import {
  bleu,
  bmas,
  chrf,
  diversity,
  editSimilarity,
  embeddingSimilarity,
  exactMatch,
  fuzzy,
  meteor,
  readability,
  rouge,
  similaritySources,
  ter,
  tokenF1,
} from "./index.ts";

const TEXT = ["the cat sat on the mat", "", "The cat sat!", "on the mat the cat sat", "naïve 👍 \ud800", "no"];
const EXPECTED = ["the cat sat on the mat", "gold", ["the cat", "A cat sat."], null, 5, ["no", "yes"]];
const BOTH = { text: TEXT, expected: EXPECTED };

const CASES: readonly (readonly [AnyFactory, object, object])[] = [
  [bleu, {}, BOTH],
  [bleu, { tokenizer: "intl", smooth: "exp", brevity: false }, BOTH],
  [chrf, { wordOrder: 2 }, BOTH],
  [ter, {}, BOTH],
  [ter, { form: "rate" }, BOTH],
  [rouge, {}, BOTH],
  [rouge, { type: "rougeLsum", stemmer: true, measure: "recall" }, BOTH],
  [rouge, { type: "rouge2", beta: 2, threshold: 0.5 }, BOTH],
  [meteor, {}, BOTH],
  [editSimilarity, { metric: "damerau" }, BOTH],
  [editSimilarity, { form: "distance", unit: "words" }, BOTH],
  [fuzzy, { method: "weighted-ratio", process: true }, BOTH],
  [exactMatch, {}, BOTH],
  [tokenF1, {}, BOTH],
  [embeddingSimilarity, { clampAtZero: false, reduce: "mean" }, BOTH],
  [bmas, { dropStopWords: true }, BOTH],
  [diversity, {}, { text: TEXT }],
  [diversity, { measure: "edit-distance" }, { text: TEXT }],
  [diversity, { measure: "distinct", n: 2 }, { text: TEXT }],
  [readability, {}, { text: TEXT }],
];

describe.each(CASES)("%o keeps the laws of sources with %j", (factory, options, columns) => {
  for (const law of lawsOf(factory, { options, columns: columns as never, context: INLINE })) it(law.name, law.check);
});

it("lists every source of this folder", () => {
  expect(similaritySources.map(({ pieceName }) => pieceName)).toEqual([
    "bleu",
    "chrf",
    "ter",
    "rouge",
    "gleu",
    "meteor",
    "edit-similarity",
    "fuzzy",
    "exact-match",
    "token-f1",
    "embedding-similarity",
    "bmas",
    "diversity",
    "readability",
  ]);
});

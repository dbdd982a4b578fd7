import type { AnyFactory, FieldColumns } from "@guerdon/core/piece";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { choice, contains, length, literal, regex, repetition, textSources } from "./index.ts";
import { INLINE } from "./score-rows.test-support.ts";

const TEXT = ["Answer: B", "", "the the the the", "Answer: A or B", "naïve 👍", "(C)"];
const EXPECTED = ["B", "", "the", null, 5, "E"];
const BOTH = { text: TEXT, expected: EXPECTED };

const CASES: readonly (readonly [AnyFactory, object, FieldColumns])[] = [
  [literal, {}, BOTH],
  [literal, { caseSensitive: false, normalise: "NFKC" }, BOTH],
  [contains, { wholeWords: true }, BOTH],
  [contains, { needles: ["the"], mode: "none" }, { text: TEXT }],
  [regex, { pattern: "[AB]" }, { text: TEXT }],
  [regex, { pattern: "(?<=: )(.)", group: 1 }, BOTH],
  [choice, {}, BOTH],
  [length, { unit: "characters" }, { text: TEXT }],
  [length, { unit: "words" }, { text: TEXT }],
  [length, {}, { text: TEXT, tokens: [[1, 2], undefined, [], null, [7], undefined] }],
  [length, { tokenizer: "trace" }, { tokens: [[1, 2], undefined] }],
  [length, { tokenizer: "cl100k_base" }, { text: TEXT }],
  [repetition, {}, { text: TEXT }],
  [repetition, { n: 2, unit: "characters" }, { text: TEXT }],
];

describe.each(CASES)("%o keeps the laws of sources", (factory, options, columns) => {
  for (const law of lawsOf(factory, { options, columns, context: INLINE })) it(law.name, law.check);
});

it("lists every source of this folder", () => {
  expect(textSources.map(({ id }) => id)).toEqual([
    "source/literal@1",
    "source/contains@1",
    "source/regex@1",
    "source/choice@1",
    "source/length@1",
    "source/repetition@1",
  ]);
});

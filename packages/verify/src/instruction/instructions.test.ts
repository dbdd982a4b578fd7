import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { CHECKERS, followsInstruction, instructions, looseVariants, punktSentences, wordTokens } from "./index.ts";

const follows = (id: string, text: string, args = {}) => followsInstruction(text, id, args);

describe("followsInstruction (gold and near miss by hand)", () => {
  it.each<[string, object, string, string]>([
    ["keywords:existence", { keywords: ["Moon"] }, "the moon", "the sun"],
    ["keywords:forbidden_words", { forbidden_words: ["art"] }, "a part", "an art."],
    ["keywords:frequency", { keyword: "a", frequency: 2, relation: "at least" }, "banana", "bad"],
    ["detectable_format:title", {}, "<<Poem>>", "<<>>"],
    ["detectable_format:json_format", {}, '```json\n{"a": NaN}\n```', "{a: 1}"],
    ["detectable_format:multiple_sections", { section_spliter: "Day", num_sections: 2 }, "Day 1 x Day 2", "Day 1 Day"],
    ["startend:end_checker", { end_phrase: "Bye!" }, 'so "bye!"', "bye! then"],
    ["combination:two_responses", {}, "a******b", "a******a"],
    ["format:parentheses", {}, "([{([x])}])", "([{(x)}])"],
    ["custom:csv_city", {}, `ID,Country,City,Year,Count\n${'1,"a,b",c,1,2\n'.repeat(7)}`, "ID,Country\n"],
    ["words:odd_even_syllables", {}, "cat table cat", "cat dog"],
    ["sentence:increment", { small_n: 1 }, "One. Two words. Now three words.", "One. Two. Three."],
    ["fr:startend:quotation", {}, "« oui »", "« oui"],
    ["es:punctuation:question_marks", {}, "¿Sí?", "Sí?"],
    ["ja:letters:hiragana_only", {}, "ひらがな。", "カタカナ"],
  ])("%s", (id, args, gold, miss) => {
    expect([follows(id, gold, args), follows(id, miss, args)]).toEqual([true, false]);
  });

  it("knows 25 instructions of IFEval and 58 of IFBench", () => {
    const own = [...CHECKERS.keys()].filter((id) => !/^(?:en|es|fr|ja):|^multi-turn:/u.test(id));
    expect(own.filter((id) => /^(?:count|ratio|words|sentence|format|custom|repeat):/u.test(id)).length).toBe(58);
    expect(own.length).toBe(25 + 58);
  });

  it("cuts sentences and words as the reference does", () => {
    expect(punktSentences('He said "Go!" She left. It cost 3.5 (U.S. dollars).')).toEqual([
      'He said "Go!"',
      "She left.",
      "It cost 3.5 (U.S. dollars).",
    ]);
    expect(wordTokens("I can't, cannot.")).toEqual(["I", "ca", "n't", ",", "can", "not", "."]);
    expect(looseVariants("a\n*b*\nc")).toEqual([
      "a\n*b*\nc",
      "*b*\nc",
      "a\n*b*",
      "*b*",
      "a\nb\nc",
      "b\nc",
      "a\nb",
      "b",
    ]);
  });
});

describe("hostile texts and arguments", () => {
  const HUGE = ["[", "<", "\n", " ", "*", "a", ".", "'", "-", '"', "\ud800", "(.", "a. "].map((part) =>
    part.repeat(100_000 / part.length),
  );
  const ARGS = {
    keywords: ["(a+)+$", "a.c"],
    keyword: "(a|a)*b",
    forbidden_words: ["(a*)*c"],
    section_spliter: "(\\s?)+x",
    postscript_marker: "(p+)+",
    relation: "at least",
    frequency: 1,
    num_sections: 1,
    num_highlights: 1,
    num_placeholders: 1,
    num_bullets: 1,
    num_words: 1,
    num_sentences: 1,
    num_paragraphs: 1,
    nth_paragraph: 1,
    first_word: "x",
    end_phrase: "x",
  };

  it.each([
    "keywords:",
    "detectable",
    "length_constraints:",
    "combination:two",
    "format:quotes",
    "ratio:sentence_type",
  ])(
    "answers in time: %s",
    (family) => {
      for (const id of CHECKERS.keys()) {
        if (!id.startsWith(family) || id.endsWith("letter_frequency")) continue;
        for (const text of HUGE) {
          const start = performance.now();
          follows(id, text, ARGS);
          expect(performance.now() - start, `${id} on ${JSON.stringify(text.slice(0, 4))}`).toBeLessThan(3000);
        }
      }
    },
    60_000,
  );

  it("refuses unknown instructions and patterns that cannot be read", () => {
    expect(() => follows("keywords:none", "x")).toThrow("Expected an instruction of IFEval");
    expect(() => follows("keywords:existence", "x", { keywords: ["(?=a)"] })).toThrow("Expected `keyword`");
  });
});

const COLUMNS = {
  text: ["no stops", "a, b", "", "DONE"],
  instructions: [["punctuation:no_comma"], ["punctuation:no_comma", "startend:quotation"], ["nothing"], null],
  arguments: [[{}], null, [], undefined],
};

describe.each([{}, { mode: "loose" }, { aggregate: "mean" }])(
  "instructions %o keeps the laws of sources",
  (options) => {
    for (const law of lawsOf(instructions, { options, columns: COLUMNS })) it(law.name, law.check);
  },
);

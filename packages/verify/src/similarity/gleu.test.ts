import { describe, expect, it } from "vitest";
import { scoreValues } from "../text/score-rows.test-support.ts";
import { gleu } from "./gleu.ts";
import { sentenceGleu } from "./sentence-gleu.ts";

describe("sentenceGleu", () => {
  it.each([
    ["equal texts", "the cat sat", "the cat sat", 1],
    // Candidate: 3 + 2 + 1 n-grams, all of them in the reference's 4 + 3 + 2 + 1.
    ["a part", "the cat sat", "the cat sat down", 6 / 10],
    ["more than asked (recall 1)", "the cat sat down", "the cat sat", 6 / 10],
    // One of three words and no longer n-gram: 1 / 6.
    ["one word", "the dog ran", "the cat sat", 1 / 6],
    // Counts are clipped: `the` matches once of three; 1 / max(6, 1).
    ["repetition", "the the the", "the", 1 / 6],
    ["nothing in common", "a b", "c d", 0],
    ["an empty candidate", "", "the cat", 0],
    ["two empty texts", "", "", 0],
    ["another letter case", "The cat", "the cat", 1 / 3],
  ])("of %s (by hand)", (_, candidate, reference, value) => {
    expect(sentenceGleu(candidate, reference)).toBeCloseTo(value, 12);
  });

  it("counts n-grams up to the order alone", () => {
    expect(sentenceGleu("a b c", "a c b", 1)).toBe(1);
    expect(sentenceGleu("a b c", "a c b", 2)).toBeCloseTo(3 / 5, 12);
  });
});

describe("gleu", () => {
  it("takes the best reference", async () => {
    const columns = { text: ["the cat sat"], expected: [["a dog", "the cat sat down"]] };
    expect(await scoreValues(gleu(), columns)).toEqual([0.6]);
  });
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { internTokens } from "./intern-tokens.ts";
import { numberRougeWords } from "./number-rouge-words.ts";
import { rougeWords } from "./rouge-score.ts";

it("numbers as cutting the words out and numbering them does", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "b", "Z", "9", " ", "-", "é", "İ", "K", "😀", "ab"),
    maxLength: 60,
  });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const slow = internTokens([rougeWords(a), rougeWords(b)]).map((numbers) => [...numbers]);
      expect(numberRougeWords(a, b).map((numbers) => [...numbers])).toEqual(slow);
    }),
    { seed: 1, numRuns: 500 },
  );
});

it("keeps thousands of words apart", () => {
  const words = Array.from({ length: 5000 }, (_, i) => `w${i * 7919}`);
  const [mine, gold] = numberRougeWords(words.join(" "), words.toReversed().join("\n"));
  expect([...mine]).toEqual([...words.keys()]);
  expect([...gold]).toEqual([...words.keys()].reverse());
});

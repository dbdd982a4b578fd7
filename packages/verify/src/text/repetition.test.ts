import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { repeatedFraction } from "./repeated-fraction.ts";
import { repetition } from "./repetition.ts";
import { bestMs, scoreRows, scoreValues, slowestHostile } from "./score-rows.test-support.ts";

/** The slow, obvious version. */
function obvious(text: string, n: number, unit: "words" | "characters"): number {
  const units = unit === "words" ? text.split(/\s+/u).filter((word) => word !== "") : [...text];
  const grams = units.slice(0, Math.max(0, units.length - n + 1)).map((_, i) => JSON.stringify(units.slice(i, i + n)));
  return grams.length === 0 ? 0 : 1 - new Set(grams).size / grams.length;
}

describe("repetition", () => {
  it("counts repeated n-grams (by hand)", async () => {
    // a b c · b c a · c a b · a b c: 3 of 4 are distinct
    expect(await scoreValues(repetition(), { text: ["a b c a b c", "A b C a B c"] })).toEqual([0.25, 0.25]);
    expect(await scoreValues(repetition({ caseSensitive: true }), { text: ["A b C a B c"] })).toEqual([0]);
    expect(await scoreValues(repetition({ n: 2, unit: "characters" }), { text: ["aaaaa"] })).toEqual([0.75]);
  });

  it("is TRL's repetition penalty up to its factor (values of its tests: ngram_size 3, max_penalty −1)", async () => {
    const text = ["this this this this", "this is a test", "", "a b"];
    expect(await scoreValues(repetition({ n: 3 }), { text })).toEqual([0.5, 0, 0, 0]);
  });

  it.each([
    ["", 0],
    ["one", 0],
    ["one two", 0],
    ["   ", 0],
  ])("is 0 for %j, which has no n-gram", (text, value) => {
    expect(repeatedFraction(text, 3, "words")).toBe(value);
  });

  it("equals the obvious version", () => {
    const word = fc.constantFrom("a", "b", "👍", "the", " ", "\n", "a ");
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom("words", "characters"),
        (parts, n, unit) => {
          const text = parts.join("");
          expect(repeatedFraction(text, n, unit as "words")).toBeCloseTo(obvious(text, n, unit as "words"), 12);
        },
      ),
    );
  });

  it("puts a text over the limit down to the candidate", async () => {
    expect(await scoreRows(repetition({ limitCharacters: 2 }), { text: ["abc"] })).toEqual([
      ["candidate", "Expected a text of at most 2 characters, got 3."],
    ]);
  });

  it("reads a hostile text at the limit in linear time", async () => {
    for (const options of [{ n: 3 }, { n: 63, unit: "characters" }] as const) {
      const { name, ms } = await slowestHostile(repetition(options));
      expect(ms, name).toBeLessThan(100);
      for (const unit of ["a", "ab ", "a b c d e f g "]) {
        const columns = { text: [unit.repeat(262_144 / unit.length)] };
        expect(await bestMs(() => scoreValues(repetition(options), columns)), unit).toBeLessThan(150);
      }
    }
  });
});

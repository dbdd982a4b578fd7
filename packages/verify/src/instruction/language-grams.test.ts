import { describe, expect, it } from "vitest";
import { GramIndex } from "./gram-index.ts";
import { languageGrams, MOST_GRAMS } from "./language-grams.ts";

const KNOWN = ["a", "b", " a", "ab", " ab", "b ", "ab ", "A", "AB", "B", "あ", "ああ", " ああ", "가", "É"];

function gramsOf(text: string): readonly string[] {
  const out = new Int32Array(MOST_GRAMS);
  const count = languageGrams(text, new GramIndex(KNOWN), out);
  return Array.from(out.subarray(0, count), (number) => KNOWN[number] as string);
}

describe("languageGrams, by hand", () => {
  it.each<[string, string, readonly string[]]>([
    ["one to three characters, those that are known", "ab", ["a", " a", "b", "ab", " ab"]],
    ["runs of blanks and digits are one border", "a1  2b", ["a", " a", "b"]],
    ["a word in capitals gives its first letter alone", "AB", ["A"]],
    ["kana and Hangul count as one sign each", "かき 나", ["あ", "あ", "ああ", " ああ", "가"]],
    [
      "Latin letters among much of another script are left out",
      "a あいう",
      ["あ", "あ", "ああ", " ああ", "あ", "ああ"],
    ],
    ["addresses are left out", "a https://ab.ab/ab ab@ab.ab", ["a", " a"]],
    ["nothing", "", []],
  ])("%s", (_, text, grams) => expect(gramsOf(text)).toEqual(grams));

  it("reads ten thousand characters, runs of spaces counted once", () => {
    const long = "a  ".repeat(6000);
    expect(gramsOf(long).filter((gram) => gram === "a").length).toBe(5000);
    expect(gramsOf("ab".repeat(10_000)).filter((gram) => gram === "b").length).toBe(5000);
  });
});

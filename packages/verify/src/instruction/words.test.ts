import { describe, expect, it } from "vitest";
import { isBlank, isLower, isUpper, split } from "./words.ts";

const UNITS = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit));

describe("words as Python's str has them", () => {
  it("white space is that of Unicode and the four separators of ASCII, not the mark of byte order", () => {
    const extra = [0x1c, 0x1d, 0x1e, 0x1f, 0x85].map((unit) => String.fromCharCode(unit));
    const blanks = UNITS.filter((unit) => (/\s/u.test(unit) && unit !== "\ufeff") || extra.includes(unit));
    expect(UNITS.filter(isBlank)).toEqual(blanks);
    expect(split(`${blanks.join("")}a${blanks.join("b")}`)).toEqual(["a", ...Array(blanks.length - 1).fill("b")]);
    expect(split("\ufeffa b\ufeffc")).toEqual(["\ufeffa", "b\ufeffc"]);
  });

  it.each<[string, boolean, boolean]>([
    ["ABC 1", true, false],
    ["abc 1", false, true],
    ["Abc", false, false],
    ["1 !", false, false],
    ["", false, false],
    ["ÉA", true, false],
    ["éa", false, true],
    ["Éa", false, false],
    ["Aé", false, false],
    ["ǅ", false, false],
    ["Aǅ", false, false],
    ["日本", false, false],
    ["𝐀", true, false],
  ])("case of %j: upper %s, lower %s", (text, upper, lower) => {
    expect([isUpper(text), isLower(text)]).toEqual([upper, lower]);
  });
});

import { describe, expect, it } from "vitest";
import { screenText } from "./screen-text.ts";

describe("screenText", () => {
  it.each([
    ["plain text", "x + 1", "x + 1"],
    ["full-width digits", "１２", "12"],
    ["Devanagari digits", "१२", "12"],
    ["bold digits", "𝟒𝟐", "42"],
    ["a minus sign", "−5", "-5"],
    ["a superscript", "x²", "x^{2}"],
    ["a negative superscript", "x⁻¹²", "x^{-12}"],
    ["a subscript", "x₁", "x_{1}"],
    ["Greek letters of mathematics", "2π", "2\\pi "],
    ["words of another script", "да", "да"],
    ["accents of Latin words", "été", "été"],
    ["a zero-width space at the end", "42\u200b", "42"],
  ])("cleans %s", (_, text, clean) => {
    expect(screenText(text, 100)).toEqual({ text: clean });
  });

  it.each([
    ["too long", "1".repeat(101)],
    ["mixed widths", "４2"],
    ["mixed scripts of digits", "४２"],
    ["zero-width space", "4\u200b2"],
    ["word joiner", "\\fr\u2060ac"],
    ["Cyrillic beside a digit", "4О"],
    ["Cyrillic beside Latin", "\\frаc"],
    ["Greek beside a digit", "4ο"],
    ["combining mark", "4\u0301"],
    ["Roman numeral", "Ⅳ"],
    ["lone surrogate", "4\ud800"],
    ["control character", "4\u0007"],
    ["private use", "4\ue000"],
  ])("refuses: %s", (_, text) => {
    expect(screenText(text, 100)).toHaveProperty("refused");
  });
});

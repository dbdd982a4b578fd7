import { describe, expect, it } from "vitest";
import { didYouMean } from "./index.ts";

const NAMES = ["clip", "gate", "length", "length-step", "sigmoid", "tiers", "a"];

describe("didYouMean", () => {
  it.each([
    ["cilp", "Did you mean `clip`?"], // two letters swapped count once
    ["CLIP", "Did you mean `clip`?"],
    ["clipp", "Did you mean `clip`?"],
    ["gat", "Did you mean `gate`?"],
    ["gates", "Did you mean `gate`?"],
    ["step", "Did you mean `length-step`?"],
    ["lenght", "Did you mean `length`?"],
    ["length_step", "Did you mean `length` or `length-step`?"],
    ["tier", "Did you mean `tiers`?"],
    ["clap", "Did you mean `clip`?"],
    ["calls", ""],
    ["x", ""],
    ["", ""],
  ])("of %o", (word, expected) => {
    expect(didYouMean(word, NAMES)).toBe(expected);
  });

  it("names three at most, nearest first, equals in order of the alphabet", () => {
    expect(didYouMean("terms", ["termz", "term", "tern", "terns", "therms"])).toBe(
      "Did you mean `term` or `termz` or `terns`?",
    );
  });

  it("has nothing to say without names", () => {
    expect(didYouMean("clip", [])).toBe("");
  });
});

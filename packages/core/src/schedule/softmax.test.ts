import { describe, expect, it } from "vitest";
import { softmax } from "./softmax.ts";

describe("softmax", () => {
  it("is e^z over their sum (by hand)", () => {
    expect(softmax([0, Math.log(3)]).map((w) => w.toFixed(12))).toEqual(["0.250000000000", "0.750000000000"]);
  });

  it.each([
    [[0], [1]],
    [
      [1e308, -1e308],
      [1, 0],
    ],
    [
      [-1e308, -1e308],
      [0.5, 0.5],
    ],
    [
      [Number.NEGATIVE_INFINITY, 0],
      [0, 1],
    ],
  ])("of %j is %j", (logits, expected) => {
    expect(softmax(logits)).toEqual(expected);
  });
});

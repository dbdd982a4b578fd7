import { describe, expect, it } from "vitest";
import { explainedVariance } from "./explained-variance.ts";

describe("explainedVariance", () => {
  it.each([
    ["perfect", [1, 2, 4], [1, 2, 4], 1],
    ["off by a constant", [11, 12, 14], [1, 2, 4], 1],
    ["constant values", [5, 5, 5], [1, 2, 4], 0],
    ["the wrong way round: var(−2, 2) = 4·var(−1, 1)", [1, -1], [-1, 1], -3],
    ["equal returns", [1, 2], [3, 3], 0],
    ["one", [1], [2], 0],
    ["none", [], [], 0],
  ])("%s", (_, values, returns, expected) => {
    expect(explainedVariance(Float64Array.from(values), Float64Array.from(returns))).toBeCloseTo(expected, 12);
  });
});

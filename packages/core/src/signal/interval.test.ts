import { describe, expect, it } from "vitest";
import { formatInterval, hull, isBounded, UNBOUNDED, UNIT } from "./index.ts";

describe("hull", () => {
  it.each([
    ["none", [], UNBOUNDED],
    ["one", [UNIT], UNIT],
    [
      "two apart",
      [
        { min: 3, max: 4 },
        { min: -1, max: 0 },
      ],
      { min: -1, max: 4 },
    ],
    ["one inside the other", [{ min: -5, max: 5 }, UNIT], { min: -5, max: 5 }],
    ["one open", [UNIT, { min: 2, max: Number.POSITIVE_INFINITY }], { min: 0, max: Number.POSITIVE_INFINITY }],
  ])("of %s", (_, intervals, expected) => {
    expect(hull(...intervals)).toEqual(expected);
  });
});

describe("isBounded and formatInterval", () => {
  it.each([
    [UNIT, true, "[0, 1]"],
    [{ min: -0.25, max: -0.25 }, true, "[-0.25, -0.25]"],
    [{ min: Number.NEGATIVE_INFINITY, max: 3 }, false, "(-∞, 3]"],
    [{ min: 0, max: Number.POSITIVE_INFINITY }, false, "[0, ∞)"],
    [UNBOUNDED, false, "(-∞, ∞)"],
    [{ min: Number.NaN, max: 1 }, false, "[NaN, 1]"],
  ])("of %o", (interval, bounded, text) => {
    expect([isBounded(interval), formatInterval(interval)]).toEqual([bounded, text]);
  });
});

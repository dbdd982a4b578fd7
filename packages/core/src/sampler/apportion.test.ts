import { describe, expect, it } from "vitest";
import { apportion } from "./apportion.ts";

describe("apportion", () => {
  it.each([
    [[2, 1, 1], 6, [3, 2, 1]],
    [[1, 1, 1], 2, [1, 1, 0]],
    [[0, 0], 3, [2, 1]],
    [[0.5, 0.2, 0.3], 10, [5, 2, 3]],
    [[1, 3, 1], 1, [0, 1, 0]],
    [[5], 7, [7]],
    [[], 0, []],
    [[3, 1], 0, [0, 0]],
  ])("splits by %j the number %d", (weights, total, expected) => {
    expect([...apportion(weights, total)]).toEqual(expected);
  });
});

import { describe, expect, it } from "vitest";
import { pushValues, windowValues } from "./value-window.ts";

const push = (window: readonly (readonly number[])[], fresh: readonly number[], size: number) =>
  pushValues(window, Float64Array.from(fresh), size);

describe("pushValues", () => {
  it.each([
    [[], [1, 2], 5, [[1, 2]]],
    [[[1, 2]], [3], 5, [[1, 2], [3]]],
    [[[1, 2], [3]], [4, 5], 3, [[3], [4, 5]]],
    [[[1, 2, 3]], [4], 2, [[2], [4]]],
    [[[1, 2, 3, 4]], [9], 3, [[2, 4], [9]]],
    [[[1]], [2, 3], 2, [[2, 3]]],
    [[[1]], [2, 3, 4, 5, 6], 3, [[2, 4, 6]]],
    [[[1], [2]], [], 1, [[1], [2]]],
  ] as const)("of %j and %j in a window of %d is %j (by hand)", (window, fresh, size, expected) => {
    expect(push(window, fresh, size)).toEqual(expected);
  });

  it("keeps the median of a step it thins", () => {
    const chunk = Array.from({ length: 101 }, (_, i) => i);
    const [kept] = push([], chunk, 11) as [number[]];
    expect([kept.length, kept[5]]).toEqual([11, 50]);
  });

  it("does not change the window it is given", () => {
    const window = [[1, 2], [3]];
    push(window, [4, 5], 2)[0]?.push(9);
    expect(window).toEqual([[1, 2], [3]]);
  });
});

describe("windowValues", () => {
  it("are all values, rising as numbers", () => {
    expect([...windowValues([[10, 20], [9], []])]).toEqual([9, 10, 20]);
  });
});

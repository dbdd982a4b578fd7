import { describe, expect, it } from "vitest";
import { clipTo } from "./clip-to.ts";

describe("clipTo", () => {
  const clipped = (values: readonly number[], limit?: number): number[] => {
    const out = Float64Array.from(values);
    clipTo(out, limit);
    return [...out];
  };

  it("cuts both sides, and leaves what has overflowed to be seen as a failure", () => {
    expect(clipped([-3, -2, -1, 0, 1, 2, 3], 2)).toEqual([-2, -2, -1, 0, 1, 2, 2]);
    const open = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
    expect(clipped(open, 2)).toEqual(open);
  });

  it("cuts nothing without a limit", () => {
    expect(clipped([-1e308, 5, 1e308])).toEqual([-1e308, 5, 1e308]);
  });
});

import { describe, expect, it } from "vitest";
import { streamKey, uniformAt } from "../random/index.ts";
import { fullSignal } from "../signal/index.ts";
import { leaveOneOutStd } from "./leave-one-out-std.ts";
import { measure, newMembers } from "./members.ts";

/** The obvious version: the deviation of a list without one of its members. */
function slow(values: readonly number[], without: number): number {
  const others = values.filter((_, i) => i !== without);
  const mean = others.reduce((sum, value) => sum + value, 0) / others.length;
  return Math.sqrt(others.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (others.length - 1));
}

function fast(values: readonly number[], without: number): number {
  const group = newMembers(0, values.length);
  measure(fullSignal("rollout", values), group);
  return leaveOneOutStd(fullSignal("rollout", values), group, without);
}

describe("leaveOneOutStd", () => {
  it("is 1 for the others 0, 1, 2 of 0, 1, 2, 9 (by hand)", () => {
    expect(fast([0, 1, 2, 9], 3)).toBeCloseTo(1, 14);
  });

  it("agrees with the obvious version on random groups, outliers included", () => {
    const key = streamKey(1, "leave-one-out");
    for (let n = 0; n < 50; n++) {
      const at = (i: number): number => uniformAt(key, n * 100 + i);
      const values = Array.from({ length: 3 + (n % 7) }, (_, i) => (at(i) - 0.5) * (i === 0 ? 1e4 : 1));
      values.forEach((_, i) => {
        expect(fast(values, i) / slow(values, i)).toBeCloseTo(1, 9);
      });
    }
  });

  it.each([0.1, 0.3, 1 / 3, 1e-3])("is exactly 0 when the others are all %d, where E[x²] − E[x]² is not", (equal) => {
    expect(fast([5, equal, equal, equal], 0)).toBe(0);
  });

  it("sees others 1e-9 apart, where E[x²] − E[x]² gives nothing", () => {
    const values = [1, 1 + 2 ** -30, 1, 1 + 2 ** -29];
    values.forEach((_, i) => {
      expect(fast(values, i) / slow(values, i)).toBeCloseTo(1, 9);
    });
  });

  it.each([[[1]], [[1, 2]]])("is 0 with too few others in %j", (values) => {
    expect(fast(values, 0)).toBe(0);
  });
});

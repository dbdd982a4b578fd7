import { describe, expect, it } from "vitest";
import { orderViolations } from "./order-violations.ts";

describe("orderViolations", () => {
  it("counts pairs whose score goes against the first column in which they differ", () => {
    // Only the pair of the last two is ordered wrongly: 2 of 9 draws.
    const found = orderViolations(
      [0, 2, 1],
      [
        [0, 1, 1],
        [5, 0, 1],
      ],
      { pairs: 90_000 },
    );
    expect(found / 90_000).toBeCloseTo(2 / 9, 2);
  });

  it("counts equal scores of unequal samples, and nothing of equal ones", () => {
    expect(orderViolations([1, 1], [[0, 1]], { pairs: 1000 })).toBeGreaterThan(400);
    expect(orderViolations([1, 2], [[1, 1]], { pairs: 1000 })).toBe(0);
  });

  it("says the same for the same seed, and refuses other lengths", () => {
    const draw = (seed: number) => orderViolations([0, 2, 1], [[0, 1, 2]], { pairs: 500, seed });
    expect(draw(1)).toBe(draw(1));
    expect(draw(1)).not.toBe(draw(2));
    expect(() => orderViolations([0], [[0, 1]])).toThrow("as many values");
  });
});

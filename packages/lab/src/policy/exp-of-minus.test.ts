import { uniformAt } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import { expOfMinus } from "./exp-of-minus.ts";

describe("expOfMinus", () => {
  it("is within 3e-10 of Math.exp, relative, and 0 beyond 60", () => {
    for (let i = 0; i < 5000; i++) {
      const z = 60 * uniformAt(1, i);
      expect(Math.abs(expOfMinus(z) / Math.exp(-z) - 1)).toBeLessThan(3e-10);
    }
    expect([expOfMinus(0), expOfMinus(60), expOfMinus(1e9), expOfMinus(Number.POSITIVE_INFINITY)]).toEqual([
      1, 0, 0, 0,
    ]);
  });
});

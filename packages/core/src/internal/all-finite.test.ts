import { describe, expect, it } from "vitest";
import { allFinite } from "./all-finite.ts";

describe("allFinite", () => {
  it("finds a number that is not finite wherever it is", () => {
    for (let length = 0; length < 10; length++) {
      const values = new Float64Array(length).fill(-1.7e308);
      expect(allFinite(values)).toBe(true);
      for (let at = 0; at < length; at++) {
        for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
          const spoilt = values.slice();
          spoilt[at] = odd;
          expect(allFinite(spoilt)).toBe(false);
        }
      }
    }
  });
});

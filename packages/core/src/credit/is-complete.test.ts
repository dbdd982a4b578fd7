import { describe, expect, it } from "vitest";
import { isComplete } from "./is-complete.ts";

describe("isComplete", () => {
  it("finds a missing value wherever it is, also in a part of a column", () => {
    for (let length = 0; length < 20; length++) {
      for (let offset = 0; offset < 10; offset++) {
        const buffer = new Uint8Array(32);
        const present = buffer.subarray(offset, offset + length).fill(1);
        const signal = { level: "step", values: new Float64Array(length), present } as const;
        expect(isComplete(signal)).toBe(true);
        for (let hole = 0; hole < length; hole++) {
          present.fill(1)[hole] = 0;
          expect(isComplete(signal)).toBe(false);
        }
      }
    }
  });
});

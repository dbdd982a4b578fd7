import { describe, expect, it } from "vitest";
import { isFull } from "./is-full.ts";

describe("isFull", () => {
  it("finds a missing value wherever it is, also in a part of a column", () => {
    for (let length = 0; length < 20; length++) {
      for (let offset = 0; offset < 10; offset++) {
        const present = new Uint8Array(32).subarray(offset, offset + length).fill(1);
        expect(isFull(present)).toBe(true);
        for (let hole = 0; hole < length; hole++) {
          present.fill(1)[hole] = 0;
          expect(isFull(present)).toBe(false);
        }
      }
    }
  });
});

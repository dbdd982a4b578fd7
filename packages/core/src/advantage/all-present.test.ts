import { describe, expect, it } from "vitest";
import { allPresent } from "./all-present.ts";

describe("allPresent", () => {
  it("finds a missing value wherever it is, in masks of any length at any place of their memory", () => {
    for (let start = 0; start < 5; start++) {
      for (let length = 0; length < 11; length++) {
        const mask = new Uint8Array(16).fill(1).subarray(start, start + length);
        expect(allPresent(mask)).toBe(true);
        for (let missing = 0; missing < length; missing++) {
          mask[missing] = 0;
          expect(allPresent(mask)).toBe(false);
          mask[missing] = 1;
        }
      }
    }
  });

  it("does not look beyond the mask", () => {
    const memory = new Uint8Array(16);
    memory.fill(1, 4, 11);
    expect([allPresent(memory.subarray(4, 11)), allPresent(memory.subarray(4, 12))]).toEqual([true, false]);
    expect([allPresent(memory.subarray(5, 11)), allPresent(memory.subarray(5, 12))]).toEqual([true, false]);
  });
});

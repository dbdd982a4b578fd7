import { describe, expect, it } from "vitest";
import { forgetKeys, idOf, newKeyIds } from "./key-ids.ts";

describe("idOf", () => {
  const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k);

  it.each([1, 11, 12, 13, 14, 30])("numbers %i keys in the order in which they come, again and again", (count) => {
    const keys = newKeyIds();
    const met = range(100, 100 + count);
    expect(met.map((key) => idOf(keys, key))).toEqual(range(0, count));
    expect(met.toReversed().map((key) => idOf(keys, key))).toEqual(range(0, count).toReversed());
    expect(keys.count).toBe(count);
  });

  it("knows no key of the group before, however many keys that had (by hand)", () => {
    for (const before of [3, 12, 13, 20]) {
      const keys = newKeyIds();
      for (const key of range(0, before)) idOf(keys, key);
      forgetKeys(keys);
      expect(keys.count).toBe(0);
      // The last keys of the group before come after twelve others, and each is one of its own.
      const met = [...range(200, 213), before - 1, 0, 300];
      expect(met.map((key) => idOf(keys, key))).toEqual(range(0, met.length));
    }
  });
});

import { describe, expect, it } from "vitest";
import { memoryCache } from "./memory-cache.ts";

describe("memoryCache", () => {
  it("forgets the value that was not used for longest", async () => {
    const cache = memoryCache({ maxEntries: 2 });
    await cache.set("aa", 1);
    await cache.set("bb", 2);
    expect(await cache.get("aa")).toBe(1);
    await cache.set("cc", 3);
    expect(await Promise.all(["aa", "bb", "cc"].map((key) => cache.get(key)))).toEqual([1, undefined, 3]);
  });

  it("keeps null, false and zero apart from nothing", async () => {
    const cache = memoryCache();
    for (const [key, value] of [
      ["aa", null],
      ["bb", false],
      ["cc", 0],
    ] as const) {
      await cache.set(key, value);
      expect(await cache.get(key)).toBe(value);
    }
    expect(await cache.get("dd")).toBeUndefined();
  });

  it("refuses to hold less than one entry", () => {
    expect(() => memoryCache({ maxEntries: 0 })).toThrow("Expected `maxEntries` to be a whole number >= 1, got 0.");
  });
});

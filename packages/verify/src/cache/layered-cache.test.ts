import { describe, expect, it } from "vitest";
import { layeredCache } from "./layered-cache.ts";
import { memoryCache } from "./memory-cache.ts";

describe("layeredCache", () => {
  it("copies to the near cache what only the far one has", async () => {
    const [near, far] = [memoryCache(), memoryCache()];
    const cache = layeredCache(near, far);
    await far.set("aa", { score: 1 });
    expect(await near.get("aa")).toBeUndefined();
    expect(await cache.get("aa")).toEqual({ score: 1 });
    expect(await near.get("aa")).toEqual({ score: 1 });
  });

  it("sets both, and finds in the far one what the near one forgot", async () => {
    const [near, far] = [memoryCache({ maxEntries: 1 }), memoryCache()];
    const cache = layeredCache(near, far);
    await cache.set("aa", 1);
    await cache.set("bb", null);
    expect(await near.get("aa")).toBeUndefined();
    expect(await Promise.all([cache.get("aa"), cache.get("bb"), cache.get("cc")])).toEqual([1, null, undefined]);
  });
});

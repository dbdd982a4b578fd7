import type { Json } from "@guerdon/core/signal";
import type { ClosableCache } from "./closable-cache.ts";
import { requireLimit } from "./require-limit.ts";

/** Keeps the `maxEntries` values that were used last, in memory. */
export function memoryCache({ maxEntries = 10_000 }: { maxEntries?: number } = {}): ClosableCache {
  requireLimit("maxEntries", maxEntries, 1);
  // A map keeps the order of insertion: the first key is the one not used for longest.
  const values = new Map<string, Json>();

  return {
    async get(key) {
      const value = values.get(key);
      if (value === undefined) return undefined;
      values.delete(key);
      values.set(key, value);
      return value;
    },
    async set(key, value) {
      values.delete(key);
      values.set(key, value);
      if (values.size > maxEntries) values.delete(values.keys().next().value as string);
    },
    async flush() {},
    async close() {
      values.clear();
    },
  };
}

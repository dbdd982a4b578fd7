import type { ClosableCache } from "./closable-cache.ts";

/** Looks in `near` first; what only `far` has is copied to `near`; what is set goes to both. */
export function layeredCache(near: ClosableCache, far: ClosableCache): ClosableCache {
  return {
    async get(key) {
      const found = await near.get(key);
      if (found !== undefined) return found;
      const value = await far.get(key);
      if (value !== undefined) await near.set(key, value);
      return value;
    },
    async set(key, value) {
      await Promise.all([near.set(key, value), far.set(key, value)]);
    },
    async flush() {
      await Promise.all([near.flush(), far.flush()]);
    },
    async close() {
      await Promise.all([near.close(), far.close()]);
    },
  };
}

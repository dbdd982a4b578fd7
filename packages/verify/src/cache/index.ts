export type { ClosableCache } from "./closable-cache.ts";
export { type DiskCacheOptions, diskCache } from "./disk-cache.ts";
export { layeredCache } from "./layered-cache.ts";
export { memoryCache } from "./memory-cache.ts";

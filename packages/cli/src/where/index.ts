export { formatResults } from "./format-results.ts";
export { INDEX } from "./index.gen.ts";
export type { IndexEntry, IndexOption } from "./index-entry.ts";
export { type WhereResult, where } from "./where.ts";

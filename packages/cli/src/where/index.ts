export { formatResults } from "./format-results.ts";
export type { IndexAlias, IndexEntry, IndexOption, PaperEntry, PaperPiece, WhereIndex } from "./index-entry.ts";
export { readIndex } from "./read-index.ts";
export { type EntryResult, type PaperResult, type WhereResult, where } from "./where.ts";

import type { IndexEntry } from "./index-entry.ts";

export const INDEX: readonly IndexEntry[] = [];

export { openStore, type StoreOptions } from "./open-store.ts";
export type { Preference } from "./preference.ts";
export type {
  BatchScores,
  NewBatch,
  NextState,
  PruneOptions,
  RunRecord,
  RunSummary,
  Store,
  StoredBatch,
} from "./store.ts";

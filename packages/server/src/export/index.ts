export { exportJsonl } from "./export-jsonl.ts";
export { exportParquet } from "./export-parquet.ts";
export { type RowScore, type ScoredRow, scoredRows } from "./scored-rows.ts";

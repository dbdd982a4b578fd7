export { parseMap } from "./parse-map.ts";
export { parseRow } from "./parse-row.ts";
export { type ReadOptions, type RowReader, readRows } from "./read-rows.ts";
export type { Row } from "./row.ts";
export type { MapEntry, RowMap } from "./row-map.ts";
export { type RowPlace, toRollout } from "./to-rollout.ts";

export type { ColumnDiff } from "./column-diff.ts";
export type { RankFlips } from "./rank-flips.ts";
export { type ReplayDiff, type ReplayHooks, replayRun } from "./replay-run.ts";

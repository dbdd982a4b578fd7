export { createProgress, type Progress, type ProgressOptions } from "./create-progress.ts";
export type { ProgressState } from "./progress-line.ts";

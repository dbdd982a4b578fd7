export { createProgress, type Progress, type ProgressOptions, type Terminal } from "./create-progress.ts";
export type { ProgressState } from "./progress-line.ts";

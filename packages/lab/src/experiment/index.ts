export { type Checkpoint, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
export {
  type ComparisonResult,
  type ExperimentResult,
  finalOf,
  type RunFailure,
  type RunResult,
  readResult,
} from "./experiment-result.ts";
export {
  type Comparison,
  type ExperimentSpec,
  experimentHash,
  parseExperiment,
  settingsOf,
} from "./experiment-spec.ts";
export { type Job, jobFolder, jobsOf } from "./job.ts";
export { Journal, type JournalRow, readJournal } from "./journal.ts";
export type { RunError } from "./launch-run.ts";
export type { Metrics, Run, RunState, StartRun } from "./run.ts";
export { type ExperimentOptions, runExperiment } from "./run-experiment.ts";
export { type RunEnd, type RunProgress, type RunTask, type Seconds, workOnRun } from "./work-on-run.ts";

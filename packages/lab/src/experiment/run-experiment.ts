import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { RewardError } from "@guerdon/core/error";
import { type ExperimentResult, type RunFailure, readResult } from "./experiment-result.ts";
import { type ExperimentSpec, experimentHash, settingsOf } from "./experiment-spec.ts";
import { type Job, jobFolder, jobsOf } from "./job.ts";
import { type ChildRun, launchRun } from "./launch-run.ts";
import { lockFolder } from "./lock-folder.ts";
import type { RunProgress } from "./work-on-run.ts";
import { writeWhole } from "./write-whole.ts";

export interface ExperimentOptions {
  /** Where everything is written; a folder with the same experiment is gone on with. */
  readonly folder: string;
  /** URL of a module that exports `startRun(name)`: what makes the runs of this experiment. */
  readonly module: string;
  /** Runs under way at once; default: one a core. */
  readonly workers?: number;
  readonly checkpointSeconds?: number;
  /** Throws what is in the folder away. */
  readonly restart?: boolean;
  /** Stops the runs; what they had checkpointed is kept. */
  readonly signal?: AbortSignal;
  onProgress?(job: Job, progress: RunProgress): void;
  onEnd?(job: Job, failure?: RunFailure): void;
}

/**
 * Trains every arm with every seed, each in a process of its own, and compares what came of it.
 *
 * A run that fails is written down as failed and the others go on; it is tried again when the experiment is resumed.
 * Stopped or killed, the experiment goes on where its checkpoints are, and gives the same curves.
 *
 * @throws RewardError GUERDON_RESUME when the folder holds another experiment, GUERDON_FILE while another process works
 * in it
 */
export async function runExperiment(spec: ExperimentSpec, options: ExperimentOptions): Promise<ExperimentResult> {
  mkdirSync(options.folder, { recursive: true });
  const unlock = lockFolder(options.folder);
  try {
    prepareFolder(spec, options);
    return await workOnAll(spec, options);
  } finally {
    unlock();
  }
}

async function workOnAll(spec: ExperimentSpec, options: ExperimentOptions): Promise<ExperimentResult> {
  const waiting = jobsOf(spec).filter((job) => !existsSync(join(jobFolder(options.folder, job), "end.json")));
  const failures: RunFailure[] = [];
  const isStopped = (): boolean => options.signal?.aborted === true;
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined && !isStopped(); job = waiting.shift()) {
      const failure = await workOn(job, spec, options);
      if (isStopped()) return;
      if (failure !== undefined) failures.push(failure);
      options.onEnd?.(job, failure);
    }
  };
  await Promise.all(Array.from({ length: workersOf(options) }, worker));
  const result = readResult(spec, options.folder, failures);
  if (!isStopped()) {
    writeWhole(join(options.folder, "result.json"), `${JSON.stringify(result, null, 2)}\n`);
  }
  return result;
}

function workersOf({ workers = availableParallelism() }: ExperimentOptions): number {
  return Math.max(1, workers);
}

async function workOn(job: Job, spec: ExperimentSpec, options: ExperimentOptions): Promise<RunFailure | undefined> {
  const jobs = spec.seeds.length * Object.keys(spec.arms).length;
  const child: ChildRun = launchRun({
    module: options.module,
    run: spec.run,
    settings: settingsOf(spec, job.arm),
    seed: job.seed,
    task: {
      folder: jobFolder(options.folder, job),
      budgetSeconds: (spec.budgetSeconds * Math.min(workersOf(options), jobs)) / jobs,
      checkpointSeconds: options.checkpointSeconds ?? 10,
    },
  });
  const stop = (): void => child.stop();
  options.signal?.addEventListener("abort", stop, { once: true });
  const end = await child.ended((progress) => options.onProgress?.(job, progress));
  options.signal?.removeEventListener("abort", stop);
  return end && { ...job, ...end };
}

function prepareFolder(spec: ExperimentSpec, { folder, restart = false }: ExperimentOptions): void {
  const file = join(folder, "experiment.json");
  const hash = experimentHash(spec);
  if (existsSync(file)) {
    const { hash: before } = JSON.parse(readFileSync(file, "utf8")) as { hash: string };
    if (before !== hash && !restart) {
      throw new RewardError(
        "GUERDON_RESUME",
        `Expected ${folder} to hold this experiment (${hash}), got another (${before}).`,
        {
          hint: "Give another folder, or start it anew with `--restart`.",
          details: { folder, expected: hash, got: before },
        },
      );
    }
    if (restart) rmSync(join(folder, "runs"), { recursive: true, force: true });
  }
  writeWhole(file, `${JSON.stringify({ hash, spec }, null, 2)}\n`);
}

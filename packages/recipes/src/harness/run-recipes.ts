import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import type { RecipeEntry } from "./recipe-entry.ts";
import { type Job, jobsOf, planRecipe, type RecipePlan, resultOf } from "./recipe-plan.ts";
import { type RecipeResult, writeResult } from "./recipe-result.ts";
import type { RunRow } from "./run-journal.ts";
import { createRunWorker, type RunWorker } from "./run-worker.ts";

export interface RecipeRunOptions {
  /** Folder of `NNN.json`. */
  readonly results: string;
  /** Folder of the runs that are finished; the same command goes on with them. */
  readonly journal: string;
  /** Runs under way at once; default: one a core. */
  readonly workers?: number;
  /** Instead of what each study asks for. Such results are returned, not written. */
  readonly seeds?: number;
  /** Wall time after which a run is killed; default: the budget of its recipe, at least a minute. */
  readonly limitSeconds?: number;
  /** Throws finished runs away. */
  readonly restart?: boolean;
  /** Stops; what is finished is kept. */
  readonly signal?: AbortSignal;
  onProgress?(progress: RecipeProgress): void;
  onResult?(result: RecipeResult): void;
}

/** What somebody watching is told. */
export interface RecipeProgress {
  readonly paper: string;
  readonly done: number;
  readonly runs: number;
  /** Share of all runs that is done. */
  readonly share: number;
}

/** The least a run may take before it is killed, however small the budget: a loaded machine is slow. */
const LEAST_LIMIT_SECONDS = 60;

/**
 * Runs every arm of recipes with every seed, each killed at its limit, judges the claims and writes the results.
 *
 * A run that fails is a failure with its reason and never a number. Stopped or killed, the same call goes on where it was:
 * a run is made again only when its code or settings have changed.
 */
export async function runRecipes(
  entries: readonly RecipeEntry[],
  options: RecipeRunOptions,
): Promise<readonly RecipeResult[]> {
  mkdirSync(options.results, { recursive: true });
  const plans: RecipePlan[] = [];
  for (const entry of entries) plans.push(await planRecipe(entry, options));
  const jobs = plans.flatMap((plan) => jobsOf(plan));
  // Arms with the same settings are one run.
  const waiting = jobs.filter(
    (job, i) => !job.plan.rows.has(job.key) && jobs.findIndex((other) => isSameRun(other, job)) === i,
  );
  const results: RecipeResult[] = [];
  const finish = (plan: RecipePlan): void => {
    if (plan.waiting > 0) return;
    const result = resultOf(plan);
    results.push(result);
    if (options.seeds === undefined) writeResult(options.results, result);
    plan.journal.keep(new Set(jobs.filter((job) => job.plan === plan).map(({ key }) => key)));
    options.onResult?.(result);
  };
  for (const plan of plans) {
    plan.waiting = waiting.filter((job) => job.plan === plan).length;
    finish(plan);
  }
  await workThrough(waiting, jobs.length, options, finish);
  return results.sort((a, b) => (a.paper < b.paper ? -1 : 1));
}

function isSameRun(one: Job, other: Job): boolean {
  return one.plan === other.plan && one.key === other.key;
}

async function workThrough(
  waiting: readonly Job[],
  runs: number,
  options: RecipeRunOptions,
  finish: (plan: RecipePlan) => void,
): Promise<void> {
  const { workers = availableParallelism(), signal, onProgress } = options;
  const queue = [...waiting];
  const shares = new Map<Job, number>();
  const pool: RunWorker[] = Array.from({ length: Math.max(1, Math.min(workers, queue.length)) }, createRunWorker);
  let done = runs - queue.length;
  const tell = (job: Job): void => {
    const under = [...shares.values()].reduce((sum, share) => sum + share, 0);
    onProgress?.({ paper: job.plan.entry.paper, done, runs, share: (done + under) / runs });
  };
  const isStopped = (): boolean => signal?.aborted === true;
  const stop = (): void => {
    for (const worker of pool) worker.stop();
  };
  signal?.addEventListener("abort", stop, { once: true });
  const work = async (worker: RunWorker): Promise<void> => {
    for (let job = queue.shift(); job !== undefined && !isStopped(); job = queue.shift()) {
      const own = job;
      const watch = (share: number): void => {
        shares.set(own, share);
        tell(own);
      };
      await workOn(own, worker, watch, options);
      if (isStopped()) return;
      shares.delete(own);
      done++;
      tell(own);
      own.plan.waiting--;
      finish(own.plan);
    }
  };
  await Promise.all(pool.map(work));
  signal?.removeEventListener("abort", stop);
  stop();
}

async function workOn(
  job: Job,
  worker: RunWorker,
  watch: (share: number) => void,
  { signal, limitSeconds }: RecipeRunOptions,
): Promise<void> {
  const { plan, study, arm, seed, key } = job;
  const request = { module: pathToFileURL(plan.entry.module).href, study, arm, seed, smoke: false };
  const limit = limitSeconds ?? Math.max(LEAST_LIMIT_SECONDS, plan.recipe.budgetSeconds);
  const outcome = await worker.run(request, limit, watch);
  if (signal?.aborted === true) return;
  if (outcome.kind === "failed") {
    plan.failures.set(study, [...(plan.failures.get(study) ?? []), { arm, seed, reason: outcome.reason }]);
    return;
  }
  const row: RunRow = { key, measures: outcome.measures, cpuSeconds: outcome.cpuSeconds };
  plan.rows.set(key, row);
  plan.journal.add(row);
}

import { join } from "node:path";
import { commitOf } from "./commit-of.ts";
import type { Recipe } from "./recipe.ts";
import type { RecipeEntry } from "./recipe-entry.ts";
import { type RecipeHash, recipeHash, runKey } from "./recipe-hash.ts";
import { type FailedRun, makeResult, type RecipeResult } from "./recipe-result.ts";
import { armSettings } from "./run-arm.ts";
import { openRunJournal, type RunJournal, type RunRow } from "./run-journal.ts";

/** One run of a recipe. */
export interface Job {
  readonly plan: RecipePlan;
  readonly study: string;
  readonly arm: string;
  readonly seed: number;
  readonly key: string;
}

/** A recipe on its way: what has been run, and what has failed. */
export interface RecipePlan {
  readonly entry: RecipeEntry;
  readonly recipe: Recipe;
  readonly hash: RecipeHash;
  readonly journal: RunJournal;
  readonly rows: Map<string, RunRow>;
  readonly failures: Map<string, FailedRun[]>;
  readonly seedsOf: (study: string) => number;
  waiting: number;
}

/** A recipe with the runs of its journal that are still good. */
export async function planRecipe(
  entry: RecipeEntry,
  options: { readonly journal: string; readonly restart?: boolean; readonly seeds?: number },
): Promise<RecipePlan> {
  const recipe = await entry.load();
  const hash = recipeHash(entry.source);
  const journal = openRunJournal(join(options.journal, `${entry.paper}.jsonl`));
  if (options.restart === true) journal.keep(new Set());
  const seedsOf = (study: string): number => options.seeds ?? recipe.studies[study]?.seeds ?? 0;
  const plan: RecipePlan = { entry, recipe, hash, journal, rows: new Map(), failures: new Map(), seedsOf, waiting: 0 };
  for (const { key } of jobsOf(plan)) {
    const row = journal.find(key);
    if (row !== undefined) plan.rows.set(key, row);
  }
  return plan;
}

/** The runs of a recipe, seeds of one number side by side, so that arms fill up evenly. */
export function jobsOf(plan: RecipePlan): readonly Job[] {
  const { recipe, hash, seedsOf } = plan;
  return Object.entries(recipe.studies).flatMap(([study, { arms, metrics }]) =>
    Array.from({ length: seedsOf(study) }, (_, seed) =>
      Object.keys(arms).map((arm) => {
        const settings = armSettings(recipe.studies[study] as never, arm);
        return { plan, study, arm, seed, key: runKey(hash, { study, settings, metrics, seed }) };
      }),
    ).flat(),
  );
}

/** What came of a recipe. */
export function resultOf(plan: RecipePlan): RecipeResult {
  const { recipe, hash, rows, failures, seedsOf } = plan;
  const jobs = jobsOf(plan);
  const runsOf = (study: string, arm: string) =>
    Array.from({ length: seedsOf(study) }, (_, seed) => {
      const job = jobs.find((each) => each.study === study && each.arm === arm && each.seed === seed);
      return rows.get(job?.key as string)?.measures;
    });
  const runs = Object.entries(recipe.studies).map(
    ([study, { arms }]) =>
      [study, Object.fromEntries(Object.keys(arms).map((arm) => [arm, runsOf(study, arm)]))] as const,
  );
  // Runs of arms with the same settings are one run.
  const keys = new Set(jobs.map(({ key }) => key));
  const cpuSeconds = [...keys].reduce((sum, key) => sum + (rows.get(key)?.cpuSeconds ?? 0), 0);
  const finished = { runs: Object.fromEntries(runs), failures: Object.fromEntries(failures), cpuSeconds };
  return makeResult(recipe, hash, commitOf(plan.entry.source), finished);
}

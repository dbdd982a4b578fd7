import { RewardError } from "@guerdon/core/error";
import { type RecipeEntry, type RecipeResult, recipeEntries, resultFolders, verdictOf } from "@guerdon/recipes";
import { findPapers, withRecipes } from "../papers/find-papers.ts";
import { stateOfPaper } from "../papers/state-of-paper.ts";
import { watchRecipes } from "../papers/watch-recipes.ts";
import { readIndex } from "../where/index.ts";

export interface PapersRunOptions {
  readonly family?: readonly string[];
  readonly tier?: "smoke" | "changed" | "all";
  readonly seeds?: number;
  readonly jobs?: number;
  readonly out?: string;
  readonly restart?: boolean;
  readonly json?: boolean;
}

/** `guerdon papers run`: runs recipes and judges their claims. Exit code 1 when a claim did not hold, 3 when a run failed. */
export async function papersRun(names: readonly string[], options: PapersRunOptions): Promise<number> {
  const { family = [], json = false } = options;
  const papers = findPapers(withRecipes(readIndex().papers, recipeEntries()), names, family);
  const folders = resultFolders(options.out);
  const tier = options.tier ?? (names.length > 0 || family.length > 0 ? "all" : "changed");
  const chosen = papers.filter(
    (paper) => paper.recipe !== undefined && (tier !== "changed" || isDue(stateOfPaper(paper, folders.results).state)),
  );
  const entries = chosen.map(({ recipe }) => recipe as RecipeEntry);
  if (entries.length === 0 && names.length > 0) {
    throw new RewardError("GUERDON_USAGE", `Expected ${names.join(", ")} to have a recipe, got none.`, {
      hint: `Start one with \`guerdon papers new ${names[0]}\`.`,
    });
  }
  if (tier === "smoke") return smoke(entries, json);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const { runRecipes } = await import("@guerdon/recipes/harness");
  const { finish, ...watch } = watchRecipes(json ? { write: () => {} } : process.stderr, () => performance.now());
  const results = await runRecipes(entries, {
    ...folders,
    signal: stop.signal,
    ...watch,
    ...(options.jobs === undefined ? {} : { workers: options.jobs }),
    ...(options.seeds === undefined ? {} : { seeds: options.seeds }),
    ...(options.restart === undefined ? {} : { restart: options.restart }),
  });
  finish();
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  if (stop.signal.aborted) {
    process.stderr.write("Stopped. The same command goes on with the runs that are finished.\n");
    return 130;
  }
  if (json) process.stdout.write(`${JSON.stringify(results)}\n`);
  else process.stdout.write(summaryOf(results));
  return exitCodeOf(results);
}

function isDue(state: string): boolean {
  return state === "none" || state === "stale" || state === "failed";
}

function summaryOf(results: readonly RecipeResult[]): string {
  const counts = new Map<string, number>();
  for (const result of results) counts.set(verdictOf(result), (counts.get(verdictOf(result)) ?? 0) + 1);
  const text = [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(", ");
  return `${results.length} recipes: ${text === "" ? "nothing to do" : text}\n`;
}

function exitCodeOf(results: readonly RecipeResult[]): number {
  const verdicts = new Set(results.map(verdictOf));
  if (verdicts.has("failed")) return 3;
  return verdicts.has("negative") || verdicts.has("unfalsifiable") ? 1 : 0;
}

async function smoke(entries: readonly RecipeEntry[], json: boolean): Promise<number> {
  const { smokeRecipe } = await import("@guerdon/recipes/harness");
  const results = [];
  for (const entry of entries) {
    const result = await smokeRecipe(entry);
    results.push(result);
    const text = result.problems.length === 0 ? "sound" : result.problems.join("; ");
    if (!json) process.stdout.write(`${result.paper}  ${result.seconds.toFixed(1)} s  ${text}\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify(results)}\n`);
  return results.every(({ problems }) => problems.length === 0) ? 0 : 3;
}

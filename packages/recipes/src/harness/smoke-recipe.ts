import type { RecipeEntry } from "./recipe-entry.ts";
import { runArm } from "./run-arm.ts";

/** What came of a recipe made tiny. */
export interface SmokeResult {
  readonly paper: string;
  readonly seconds: number;
  /** What is wrong with it; nothing when it is sound. */
  readonly problems: readonly string[];
}

/** Runs every arm of a recipe tiny, with seed 0: each measures what it must, and the treatment twice gives the same bits. */
export async function smokeRecipe(entry: RecipeEntry): Promise<SmokeResult> {
  const started = performance.now();
  const problems: string[] = [];
  const recipe = await entry.load();
  if (recipe.paper !== entry.paper) problems.push(`its number is ${recipe.paper}`);
  for (const [study, { arms, treatment }] of Object.entries(recipe.studies)) {
    const tiny = (arm: string) => runArm(recipe, { study, arm, seed: 0, smoke: true });
    for (const arm of Object.keys(arms)) {
      try {
        const measures = JSON.stringify(await tiny(arm));
        if (arm === treatment && measures !== JSON.stringify(await tiny(arm))) {
          problems.push(`${study}, ${arm}: other bits the second time`);
        }
      } catch (error) {
        problems.push(`${study}, ${arm}: ${(error as Error).message}`);
      }
    }
  }
  return { paper: entry.paper, seconds: (performance.now() - started) / 1000, problems };
}

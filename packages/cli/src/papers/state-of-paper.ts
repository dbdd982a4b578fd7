import { type RecipeResult, type RecipeState, readResult, recipeHash, recipeState } from "@guerdon/recipes";
import type { Paper } from "./find-papers.ts";

/** Where a paper stands, with its kept result. */
export interface PaperStanding {
  readonly state: RecipeState;
  readonly result?: RecipeResult;
}

/** Reads the kept result of a paper and tells whether it is still good. */
export function stateOfPaper({ number, recipe }: Paper, results: string): PaperStanding {
  const result = recipe === undefined ? undefined : readResult(results, number);
  if (recipe === undefined || result === undefined) return { state: "none" };
  return { state: recipeState(result, recipeHash(recipe.source)), result };
}

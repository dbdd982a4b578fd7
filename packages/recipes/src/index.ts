// What is known of recipes and their results, without anything that runs them: that is `@guerdon/recipes/harness`.
export type { JudgedClaim, Verdict } from "./harness/judge-claims.ts";
export type { Claim, Recipe, Settings, Study, StudyPlot } from "./harness/recipe.ts";
export { type RecipeEntry, recipeEntries } from "./harness/recipe-entry.ts";
export { type RecipeHash, recipeHash } from "./harness/recipe-hash.ts";
export { type MetricResult, type RecipeResult, readResult, type StudyResult } from "./harness/recipe-result.ts";
export { isStale, type RecipeState, recipeState, verdictOf } from "./harness/recipe-state.ts";
export { type ResultFolders, resultFolders } from "./harness/result-folders.ts";
export type { Difference, Reading, Samples, Series, Span } from "./harness/samples.ts";
export type { ThinCurve } from "./harness/thin-curve.ts";

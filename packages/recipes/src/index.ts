export {
  type Claim,
  defineRecipe,
  defineStudy,
  type Recipe,
  type RecipeEntry,
  type RecipeResult,
  recipeEntries,
  runRecipes,
  type Study,
} from "./harness/index.ts";

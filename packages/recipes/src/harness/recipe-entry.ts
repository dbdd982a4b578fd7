import type { Recipe } from "./recipe.ts";

/** A recipe as the index knows it: plain words, and the way to load it. */
export interface RecipeEntry {
  /** Number of the card: three digits. */
  readonly paper: string;
  /** Name of its file without ending: `104-laser`. */
  readonly file: string;
  /** What it shows, in a few words. */
  readonly title: string;
  readonly family: string;
  /** Ids of the pieces it uses. */
  readonly pieces: readonly string[];
  readonly budgetSeconds: number;
  load(): Promise<Recipe>;
}

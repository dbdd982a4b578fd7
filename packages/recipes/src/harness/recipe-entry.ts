import { readdirSync } from "node:fs";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Recipe } from "./recipe.ts";

/** A recipe that is there, and the way to load it: nothing of it is loaded before. */
export interface RecipeEntry {
  /** Number of the card: three digits. */
  readonly paper: string;
  /** Path of its module, compiled where this one is. */
  readonly module: string;
  /** Path of its source, which is published beside the compiled code. */
  readonly source: string;
  load(): Promise<Recipe>;
}

const FILE = /^(\d{3})-[\w-]+\.(?:ts|js)$/;

/** All recipes of the package, by number: one for each file `NNN-slug`. */
export function recipeEntries(): readonly RecipeEntry[] {
  const folder = new URL("../", import.meta.url);
  const extension = extname(import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith(extension) && FILE.test(file))
    .sort()
    .map((file) => entryOf(new URL(file, folder), (FILE.exec(file) as RegExpExecArray)[1] as string));
}

function entryOf(url: URL, paper: string): RecipeEntry {
  const source = new URL(`../src/${url.pathname.split("/").at(-1)}`.replace(/\.js$/, ".ts"), url);
  return {
    paper,
    module: fileURLToPath(url),
    source: fileURLToPath(source),
    load: async () => ((await import(url.href)) as { readonly recipe: Recipe }).recipe,
  };
}

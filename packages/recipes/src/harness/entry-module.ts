import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { RecipeEntry } from "./recipe-entry.ts";

/** The module of a recipe, compiled where this one is. */
export function entryModule({ file }: Pick<RecipeEntry, "file">): string {
  return fileURLToPath(new URL(`../${file}${extname(import.meta.url)}`, import.meta.url));
}

/** The source of a recipe, which is published beside the compiled code. */
export function entrySource({ file }: Pick<RecipeEntry, "file">): string {
  return fileURLToPath(new URL(`../../src/${file}.ts`, import.meta.url));
}

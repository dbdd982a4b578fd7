import { recipeEntries, resultFolders } from "@guerdon/recipes";
import { findPapers, type Paper, withRecipes } from "../papers/find-papers.ts";
import { paperJson, showPaper } from "../papers/show-paper.ts";
import { stateOfPaper } from "../papers/state-of-paper.ts";
import { readIndex } from "../where/index.ts";

export interface PapersShowOptions {
  readonly out?: string;
  readonly json?: boolean;
}

const DEFAULT_COLUMNS = 100;

/** `guerdon papers show`: one paper to read. */
export async function papersShow(name: string, { out, json = false }: PapersShowOptions): Promise<number> {
  const [paper] = findPapers(withRecipes(readIndex().papers, recipeEntries()), [name], []) as [Paper];
  const recipe = await paper.recipe?.load();
  const standing = stateOfPaper(paper, resultFolders(out).kept);
  const columns = Math.min(120, Math.max(60, process.stdout.columns ?? DEFAULT_COLUMNS));
  if (json) process.stdout.write(`${JSON.stringify(paperJson(paper, recipe, standing))}\n`);
  else process.stdout.write(showPaper(paper, recipe, standing, { columns, isColoured: process.stdout.isTTY === true }));
  return 0;
}

import { recipeEntries, resultFolders } from "@guerdon/recipes";
import { findPapers, withRecipes } from "../papers/find-papers.ts";
import { listedPaper, printPapers } from "../papers/print-papers.ts";
import { stateOfPaper } from "../papers/state-of-paper.ts";
import { readIndex } from "../where/index.ts";

export interface PapersListOptions {
  readonly family?: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
}

/** `guerdon papers list`: every paper with the state of its recipe. */
export async function papersList({ family = [], out, json = false }: PapersListOptions): Promise<number> {
  const { kept } = resultFolders(out);
  const papers = findPapers(withRecipes(readIndex().papers, recipeEntries()), [], family).map((paper) =>
    listedPaper(paper, stateOfPaper(paper, kept)),
  );
  process.stdout.write(json ? `${JSON.stringify(papers)}\n` : printPapers(papers));
  return 0;
}

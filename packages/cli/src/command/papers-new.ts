import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { RewardError } from "@guerdon/core/error";
import { recipeEntries } from "@guerdon/recipes";
import { findPapers, type Paper, withRecipes } from "../papers/find-papers.ts";
import { recipeTemplate } from "../papers/recipe-template.ts";
import { readIndex } from "../where/index.ts";

/** `guerdon papers new`: a recipe to fill in. */
export async function papersNew(name: string, { folder }: { readonly folder?: string }): Promise<number> {
  const entries = recipeEntries();
  const { papers, entries: pieces } = readIndex();
  const [paper] = findPapers(withRecipes(papers, entries), [name], []) as [Paper];
  if (paper.recipe !== undefined && folder === undefined) {
    throw new RewardError(
      "GUERDON_USAGE",
      `Expected ${paper.number} to have no recipe yet, got ${paper.recipe.source}.`,
    );
  }
  const [first] = entries;
  const target = folder ?? (first === undefined ? "." : dirname(first.source));
  const slug = paper.name.split(/ \/ |[(,]/)[0] as string;
  const file = join(
    target,
    `${paper.number}-${slug
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "")}.ts`,
  );
  if (existsSync(file)) {
    throw new RewardError("GUERDON_USAGE", `Expected ${file} not to be there yet, but it is.`, {
      hint: "Give another folder with `--folder`.",
    });
  }
  writeFileSync(file, recipeTemplate(paper, pieces));
  process.stdout.write(`Wrote ${file}. Run it with: guerdon papers run ${paper.number} --seeds 1\n`);
  return 0;
}

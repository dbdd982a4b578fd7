import { didYouMean, RewardError } from "@guerdon/core/error";
import type { RecipeEntry } from "@guerdon/recipes";
import type { PaperEntry } from "../where/index-entry.ts";

/** A paper with its recipe, where there is one. */
export interface Paper extends PaperEntry {
  readonly recipe?: RecipeEntry;
}

export function withRecipes(papers: readonly PaperEntry[], entries: readonly RecipeEntry[]): readonly Paper[] {
  return papers.map((paper) => {
    const recipe = entries.find((entry) => entry.paper === paper.number);
    return recipe === undefined ? paper : { ...paper, recipe };
  });
}

/**
 * Papers by number or short name, and of families: `104`, `laser`, `--family shaping`.
 *
 * @throws RewardError GUERDON_USAGE when nothing has the name, with the nearest
 */
export function findPapers<P extends PaperEntry>(
  papers: readonly P[],
  names: readonly string[],
  families: readonly string[],
): readonly P[] {
  const known = new Set(papers.map(({ family }) => family));
  for (const family of families) {
    if (!known.has(family)) throw unknown("--family", "a family of papers", family, known);
  }
  const chosen = new Set(names.map((name) => findPaper(papers, name)));
  const all = names.length === 0 && families.length === 0;
  return papers.filter((paper) => all || chosen.has(paper) || families.includes(paper.family));
}

function findPaper<P extends PaperEntry>(papers: readonly P[], name: string): P {
  const number = /^\d{1,3}$/.test(name) ? name.padStart(3, "0") : undefined;
  const key = name.toLowerCase();
  const found = papers.find((paper) => paper.number === number || shortNames(paper).includes(key));
  if (found !== undefined) return found;
  throw unknown("paper", "the number or name of a paper", name, [
    ...papers.map((paper) => paper.number),
    ...papers.flatMap(shortNames),
  ]);
}

/** `LASER / LASER-D / LASER-DE` is called by any of the three. */
function shortNames({ name }: PaperEntry): readonly string[] {
  return name
    .toLowerCase()
    .split(/ \/ |[()]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function unknown(what: string, expected: string, got: string, known: Iterable<string>): RewardError {
  return new RewardError("GUERDON_USAGE", `Expected \`${what}\` to be ${expected}, got \`${got}\`.`, {
    hint: `${didYouMean(got, known)} See \`guerdon papers list\`.`.trim(),
    details: { got },
  });
}

import type { RecipeResult, RecipeState } from "@guerdon/recipes";
import type { Paper } from "./find-papers.ts";
import type { PaperStanding } from "./state-of-paper.ts";

/** What is shown of each paper: number, name, family, state, claims. */
export interface ListedPaper {
  readonly number: string;
  readonly name: string;
  readonly family: string;
  readonly state: RecipeState;
  readonly hasRecipe: boolean;
  /** Claims by verdict; absent without a result. */
  readonly claims?: { readonly [verdict: string]: number };
}

export function listedPaper(paper: Paper, { state, result }: PaperStanding): ListedPaper {
  const { number, name, family, recipe } = paper;
  const claims = result === undefined ? {} : { claims: countClaims(result) };
  return { number, name, family, state, hasRecipe: recipe !== undefined, ...claims };
}

function countClaims({ studies }: RecipeResult): { readonly [verdict: string]: number } {
  const counts: { [verdict: string]: number } = {};
  for (const { claims } of Object.values(studies)) {
    for (const { verdict } of claims) counts[verdict] = (counts[verdict] ?? 0) + 1;
  }
  return counts;
}

/** One line a paper, and a last one with how many stand where. */
export function printPapers(papers: readonly ListedPaper[]): string {
  const width = (of: (paper: ListedPaper) => string): number => Math.max(...papers.map((paper) => of(paper).length));
  const [names, families] = [
    Math.min(
      40,
      width(({ name }) => name),
    ),
    width(({ family }) => family),
  ];
  const lines = papers.map(({ number, name, family, state, hasRecipe, claims = {} }) => {
    const counts = Object.entries(claims).map(([verdict, count]) => `${count} ${verdict}`);
    const where = state === "none" ? (hasRecipe ? "not run" : "–") : state;
    const shown = name.length > names ? `${name.slice(0, names - 1)}…` : name;
    return `${number}  ${shown.padEnd(names)}  ${family.padEnd(families)}  ${where.padEnd(13)}  ${counts.join(", ")}`.trimEnd();
  });
  const states = new Map<string, number>();
  for (const { state } of papers) states.set(state, (states.get(state) ?? 0) + 1);
  const summary = [...states].map(([state, count]) => `${count} ${state}`).join(", ");
  return `${lines.join("\n")}\n${papers.length} papers: ${summary}\n`;
}

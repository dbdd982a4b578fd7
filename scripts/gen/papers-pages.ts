import { recipeEntries, verdictOf } from "../../packages/recipes/src/index.ts";
import type { Card, NamedPiece } from "../cards/card.ts";
import type { Generator, Sources } from "./generator.ts";
import { markdownTable } from "./markdown-table.ts";
import { linkFrom, placeOf } from "./page-path.ts";
import { plannedFor } from "./planned-for.ts";
import { readCards } from "./read-cards.ts";
import { keptResult, recipePagePath } from "./recipe-pages.ts";
import { makeResolver, type Resolve } from "./resolve-name.ts";

const INDEX = "docs/papers/README.md";

/** `docs/papers/`: an index of all cards, and for each family what every name of its cards is here. */
export const papersPages: Generator = ({ entries }) => {
  const cards = readCards();
  const resolve = makeResolver(entries);
  const families = [...new Set(cards.map(({ family }) => family))].sort();
  return [
    { path: INDEX, text: indexPage(cards, resolve) },
    ...families.map((family) => {
      const members = cards.filter((card) => card.family === family);
      const path = familyPath(family);
      return { path, text: familyPage(family, members, (card) => cardSection(card, path, entries, resolve)) };
    }),
  ];
};

function familyPath(family: string): string {
  return `docs/papers/${family}.md`;
}

function indexPage(cards: readonly Card[], resolve: Resolve): string {
  const rows = cards.map((card) => {
    const { number, name, year, family, confidence } = card;
    const link = linkFrom(INDEX, `${familyPath(family)}#${number}`, number);
    return [link, name, String(year ?? ""), family, confidence, countOf([card], resolve), verdictCell(number)];
  });
  return `# Papers

Written by \`npm run gen\` from [cards.json](cards.json). The column of pieces counts those that are
arithmetic on signals: how many are here, of how many a paper names. Confidence says how the mechanism was checked: against the paper or
its code (*verified*), partly (*mostly verified*), or from memory (*recalled*). A verdict is that of the paper's recipe: what
came of its claims when they were last measured.

${markdownTable(["family", "papers", "pieces"], familyRows(cards, resolve))}
${markdownTable(["paper", "method", "year", "family", "confidence", "pieces", "verdict"], rows)}`;
}

/** The verdict of a recipe with a link to its page; nothing where there is none. */
function verdictCell(number: string): string {
  if (!recipeEntries().some(({ paper }) => paper === number)) return "";
  const result = keptResult(number);
  return linkFrom(INDEX, recipePagePath(number), result === undefined ? "not run" : verdictOf(result));
}

function familyRows(cards: readonly Card[], resolve: Resolve): readonly (readonly string[])[] {
  return [...new Set(cards.map(({ family }) => family))].sort().map((family) => {
    const members = cards.filter((card) => card.family === family);
    return [linkFrom(INDEX, familyPath(family), family), String(members.length), countOf(members, resolve)];
  });
}

/** How many names of pure pieces are here, of how many there are. */
function countOf(cards: readonly Card[], resolve: Resolve): string {
  const pure = cards.flatMap(({ number, pieces }) =>
    pieces.filter((piece) => piece.pure).map((piece) => resolve(number, piece) !== undefined),
  );
  return pure.length === 0 ? "–" : `${pure.filter((isHere) => isHere).length} / ${pure.length}`;
}

function familyPage(family: string, cards: readonly Card[], section: (card: Card) => string): string {
  const contents = cards.map(({ number, name }) => `[${number} ${name}](#${number})`);
  return `# ${family}

Written by \`npm run gen\`. What the papers of this family name, and what it is here.

${contents.join(" · ")}

${cards.map(section).join("\n")}`;
}

function cardSection(card: Card, path: string, entries: Sources["entries"], resolve: Resolve): string {
  const { number, name, title, arxiv, year, confidence, pieces } = card;
  const source = arxiv === null ? undefined : `[arXiv ${arxiv}](https://arxiv.org/abs/${arxiv})`;
  const facts = [title === name ? undefined : title, year, source, confidence].filter(
    (fact) => fact !== undefined && fact !== null,
  );
  const rows = pieces.map((piece) => [piece.kind, `\`${piece.name}\``, stateOf(number, piece, path, entries, resolve)]);
  const hasRecipe = recipeEntries().some(({ paper }) => paper === number);
  const page = hasRecipe ? ` · ${linkFrom(path, recipePagePath(number), "recipe and numbers")}` : "";
  return `## <a id="${number}"></a>${number} · ${name}

${facts.join(" · ")}${page}

${markdownTable(["kind", "name in the paper", "here"], rows)}`;
}

function stateOf(card: string, piece: NamedPiece, path: string, entries: Sources["entries"], resolve: Resolve): string {
  const found = resolve(card, piece);
  if (found === undefined) return piece.pure ? "**missing**" : `planned: \`${plannedFor(piece)}\` (${piece.reason})`;
  const { entry, settings } = found;
  const link = linkFrom(path, placeOf(entry, entries), `\`${entry.name}\``);
  const where = /^packages\/(\w+)\//.exec(entry.path)?.[1];
  const outside = where === undefined || where === "core" ? "" : ` in \`@guerdon/${where}\``;
  return `${link}${outside}${settings === undefined ? "" : ` \`${settings}\``}`;
}

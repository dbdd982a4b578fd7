import { stringify } from "yaml";
import { readingText } from "../../packages/cli/src/papers/claim-lines.ts";
import { shownInterval } from "../../packages/cli/src/papers/wrapped.ts";
import type { JudgedClaim, Recipe, RecipeResult, Study, StudyResult } from "../../packages/recipes/src/index.ts";
import { readResult, recipeEntries, resultFolders, verdictOf } from "../../packages/recipes/src/index.ts";
import type { Card } from "../cards/card.ts";
import type { Generator, Output, Sources } from "./generator.ts";
import { markdownTable } from "./markdown-table.ts";
import { linkFrom, placeOf } from "./page-path.ts";
import { drawPlot, type Labelled, MAX_SERIES } from "./plot/draw-plot.ts";
import { readCards } from "./read-cards.ts";

/** `docs/papers/NNN.md`: a page for each recipe, from what it says and what was measured. */
export const recipePages: Generator = async ({ entries }) => {
  const cards = new Map(readCards().map((card) => [card.number, card]));
  const pages = recipeEntries().map(async (entry) => {
    const card = cards.get(entry.paper) as Card;
    return pageOf(card, await entry.load(), keptResult(entry.paper), entries);
  });
  return (await Promise.all(pages)).flat();
};

/** Path of the page of a recipe. */
export function recipePagePath(number: string): string {
  return `docs/papers/${number}.md`;
}

/** What was measured last, at whatever commit. */
export function keptResult(number: string): RecipeResult | undefined {
  return readResult(resultFolders().kept, number);
}

function pageOf(
  card: Card,
  recipe: Recipe,
  result: RecipeResult | undefined,
  entries: Sources["entries"],
): readonly Output[] {
  const { number, name, title, arxiv, year, family, confidence } = card;
  const path = recipePagePath(number);
  const source = arxiv === null ? [] : [`[arXiv ${arxiv}](https://arxiv.org/abs/${arxiv})`];
  const facts = [...(title === name ? [] : [title]), ...(year === null ? [] : [String(year)]), ...source];
  const plots = Object.entries(recipe.studies).map(
    ([study, own]) => [study, plotOf(path, study, own, result?.studies[study])] as const,
  );
  const studies = Object.entries(recipe.studies).map(([study, own], i) =>
    studyPart(study, own, result?.studies[study], plots[i]?.[1]?.path.split("/").at(-1)),
  );
  const text = `# ${number} · ${name}

Written by \`npm run gen\` from the recipe and its result.

${facts.join(" · ")} · ${linkFrom(path, `docs/papers/${family}.md#${number}`, family)} · confidence: ${confidence}

**${recipe.title}.** ${verdictLine(result)}

${recipe.mechanism}

Pieces: ${recipe.pieces.map(({ id }) => pieceLink(id, path, entries)).join(", ") || "none"}

${studies.join("\n")}
## Differences from the paper

${recipe.differences.map((line) => `- ${line}`).join("\n")}
${recipe.findings === undefined ? "" : `\n## Findings\n\n${recipe.findings}\n`}`;
  return [{ path, text }, ...plots.flatMap(([, plot]) => (plot === undefined ? [] : [plot]))];
}

function verdictLine(result: RecipeResult | undefined): string {
  if (result === undefined) return "Not run yet.";
  const { commit, seconds, machine } = result;
  return `Verdict: **${verdictOf(result)}** (commit ${commit}, ${seconds} CPU s, Node ${machine.node}, ${machine.cpu}).`;
}

function pieceLink(id: string, from: string, entries: Sources["entries"]): string {
  const entry = entries.find((each) => each.id === id);
  return entry === undefined ? `\`${id}\`` : linkFrom(from, placeOf(entry, entries), `\`${id}\``);
}

function studyPart(name: string, study: Study, result: StudyResult | undefined, plot: string | undefined): string {
  const { about, settings, arms, treatment, control, seeds } = study;
  const role = (arm: string): string => (arm === treatment ? "treatment" : arm === control ? "control" : "");
  const changes = Object.entries(arms).map(([arm, change]) => [arm, role(arm), `\`${flow(change)}\``]);
  return `## Study: ${name}

${about} ${seeds} ${seeds === 1 ? "seed" : "seeds"}.

\`\`\`yaml
${stringify(settings, { aliasDuplicateObjects: false, lineWidth: 100 }).trimEnd()}
\`\`\`

${markdownTable(["arm", "", "changes"], changes)}
${result === undefined ? "" : numbersOf(result)}${plot === undefined ? "" : `![Curves of ${study.plot?.metric} by arm](${plot})\n\n`}### Claims

${(result?.claims.map(claimPart) ?? study.claims.map(({ says, source }) => `- ${says} (${source})`)).join("\n")}
`;
}

function flow(change: object): string {
  return stringify(change, { aliasDuplicateObjects: false, collectionStyle: "flow", lineWidth: 0 }).trim();
}

function numbersOf({ arms, failures, seeds }: StudyResult): string {
  const metrics = [...new Set(Object.values(arms).flatMap((own) => Object.keys(own)))];
  const rows = Object.entries(arms).map(([arm, own]) => [
    arm,
    ...metrics.map((metric) => (own[metric] === undefined ? "–" : shownInterval(own[metric], seeds))),
  ]);
  const failed = failures.map(({ arm, seed, reason }) => `- failed: ${arm}, seed ${seed}: ${reason}\n`).join("");
  const note = seeds === 1 ? "" : "Mean over seeds with its 95 % interval (bootstrap).\n\n";
  return `${note}${markdownTable(["arm", ...metrics], rows)}\n${failed}`;
}

function claimPart({ says, source, central, verdict, reason, readings, controlReadings }: JudgedClaim): string {
  const treated = new Set(readings.map(({ what }) => what));
  const other = controlReadings.filter(({ what }) => !treated.has(what));
  const lines = [
    ...(reason === undefined ? [] : [`  - ${reason}`]),
    ...(readings.length === 0 ? [] : [`  - measured: ${readings.map(readingText).join("; ")}`]),
    ...(other.length === 0 ? [] : [`  - with the control in its place: ${other.map(readingText).join("; ")}`]),
  ];
  return [`- **${verdict}**${central ? " (central)" : ""}: ${says} (${source})`, ...lines].join("\n");
}

function plotOf(page: string, name: string, study: Study, result: StudyResult | undefined): Output | undefined {
  const drawn = Object.entries(result?.curves ?? {}).filter(([, { updates }]) => updates.length > 1);
  if (study.plot === undefined || drawn.length === 0) return undefined;
  const { metric, across = "update" } = study.plot;
  const all = drawn.slice(0, MAX_SERIES).map(
    ([label, { updates, mean }]): Labelled => ({
      label,
      series: { kind: "curve", at: updates, values: mean, xLabel: across, yLabel: metric },
    }),
  );
  const description = drawn.map(([arm, { mean }]) => `${arm} ends at ${mean.at(-1)}`).join("; ");
  const svg = drawPlot(all, { title: `${name}: ${metric}`, description, unit: metric });
  return { path: page.replace(/\.md$/, `-${name}.svg`), text: svg };
}

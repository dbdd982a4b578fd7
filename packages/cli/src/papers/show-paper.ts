import type { Recipe, RecipeResult, Study, StudyResult } from "@guerdon/recipes";
import { stringify } from "yaml";
import { claimLines } from "./claim-lines.ts";
import type { Paper } from "./find-papers.ts";
import { plotStudy } from "./plot-study.ts";
import type { PaperStanding } from "./state-of-paper.ts";
import { alignedRows, shownInterval, wrapped } from "./wrapped.ts";

/** What a page is shown on. */
export interface Page {
  readonly columns: number;
  readonly isColoured: boolean;
}

/** A paper as one reads it: claim, mechanism, pieces, spec, numbers, curves, verdicts, differences. */
export function showPaper(paper: Paper, recipe: Recipe | undefined, standing: PaperStanding, page: Page): string {
  const { columns } = page;
  const { number, name, title, family } = paper;
  const head = [`${number} · ${name}`, ...(title === name ? [] : wrapped(title, columns)), `family: ${family}`];
  if (recipe === undefined) return `${[...head, "", ...withoutRecipe(paper)].join("\n")}\n`;
  const { result } = standing;
  const parts = [
    head,
    [recipe.title, stateLine(standing)],
    wrapped(recipe.mechanism, columns),
    [`Pieces: ${recipe.pieces.map(({ id }) => id).join(", ") || "none"}`],
    ...Object.entries(recipe.studies).map(([study, own]) => studyLines(study, own, result?.studies[study], page)),
    ["Differences from the paper", ...recipe.differences.flatMap((line) => wrapped(`- ${line}`, columns, "  "))],
    ...(recipe.findings === undefined ? [] : [["Findings", ...wrapped(recipe.findings, columns)]]),
  ];
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function stateLine({ state, result }: PaperStanding): string {
  if (result === undefined) return "Not run yet.";
  const stale = state === "stale" ? " (the code or the claims have changed since: neither pass nor fail)" : "";
  const { node, cpu } = result.machine;
  return `Verdict: ${state}${stale} · commit ${result.commit} · ${result.seconds} CPU s · node ${node} · ${cpu}`;
}

function withoutRecipe({ number, pieces }: Paper): readonly string[] {
  const rows = pieces.map(({ kind, name, here, settings, state }) => [kind, name, here ?? state ?? "", settings ?? ""]);
  return [
    "No recipe yet. What the paper names, and what it is here:",
    ...alignedRows(rows),
    "",
    `Start one with \`guerdon papers new ${number}\`.`,
  ];
}

function studyLines(
  name: string,
  study: Study,
  result: StudyResult | undefined,
  { columns, isColoured }: Page,
): readonly string[] {
  const { about, settings, arms, treatment, control, seeds } = study;
  const changes = Object.entries(arms).map(([arm, change]) => {
    const mark = arm === treatment ? " (treatment)" : arm === control ? " (control)" : "";
    return `  ${arm}${mark}: ${Object.keys(change).length === 0 ? "as above" : flow(change)}`;
  });
  return [
    ...wrapped(`Study ${name}: ${about} ${seeds} ${seeds === 1 ? "seed" : "seeds"}.`, columns),
    ...stringify(settings, { aliasDuplicateObjects: false, lineWidth: columns })
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`),
    "Arms",
    ...changes.flatMap((line) => wrapped(line, columns, "    ")),
    ...(result === undefined ? [] : ["", ...numberLines(result), ...plotStudy(study, result, columns, isColoured)]),
    "",
    "Claims",
    ...(result?.claims.flatMap((claim) => claimLines(claim, columns)) ??
      study.claims.flatMap(({ says, source }) => wrapped(`- ${says} (${source})`, columns, "  "))),
  ];
}

function flow(change: object): string {
  return stringify(change, { aliasDuplicateObjects: false, collectionStyle: "flow", lineWidth: 0 }).trim();
}

function numberLines({ arms, failures, seeds }: StudyResult): readonly string[] {
  const metrics = [...new Set(Object.values(arms).flatMap((own) => Object.keys(own)))];
  const rows = Object.entries(arms).map(([arm, own]) => [
    arm,
    ...metrics.map((metric) => (own[metric] === undefined ? "–" : shownInterval(own[metric], seeds))),
  ]);
  return [
    ...alignedRows([["", ...metrics], ...rows]),
    ...failures.map(({ arm, seed, reason }) => `failed: ${arm}, seed ${seed}: ${reason}`),
  ];
}

/** What `--json` prints: all of a recipe that is data, with its result. */
export function paperJson(paper: Paper, recipe: Recipe | undefined, { state, result }: PaperStanding): object {
  const { recipe: _, ...facts } = paper;
  if (recipe === undefined) return { ...facts, state };
  const { pieces, studies, ...words } = recipe;
  const data = Object.entries(studies).map(([name, { run: _run, claims, ...study }]) => [
    name,
    { ...study, claims: claims.map(({ holds: _holds, ...claim }) => claim) },
  ]);
  const own = { ...words, pieces: pieces.map(({ id }) => id), studies: Object.fromEntries(data) };
  return { ...facts, state, recipe: own, ...(result === undefined ? {} : { result: result satisfies RecipeResult }) };
}

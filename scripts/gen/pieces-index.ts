import type { IndexEntry } from "../../packages/cli/src/where/index-entry.ts";
import type { Output } from "./generator.ts";
import { markdownTable } from "./markdown-table.ts";
import { EXPRESSION_PAGE, hasPage, linkFrom, pagePath } from "./page-path.ts";

const PATH = "docs/pieces/README.md";

/** The tables of all pieces by kind, and the page of the functions of expressions. */
export function piecesIndex(entries: readonly IndexEntry[]): readonly Output[] {
  const listed = entries.filter(hasPage);
  const kinds = [...new Set(listed.map(({ kind }) => kind))];
  const sections = kinds.map((kind) => kindSection(kind, listed));
  const contents = kinds.map(
    (kind) => `[${kind}](#kind-${kind}) (${listed.filter((entry) => entry.kind === kind).length})`,
  );
  const text = `# Pieces

Written by \`npm run gen\`. The first column is what stands behind \`use:\` in a reward program; a name with \`()\` is a
function to call. What each paper calls them: ${linkFrom(PATH, "docs/papers/README.md", "papers")}.
Functions of expressions: ${linkFrom(PATH, EXPRESSION_PAGE, "expressions")}.

${contents.join(" · ")} · [presets](#presets)

${sections.join("\n")}
${presetSection(entries)}`;
  return [
    { path: PATH, text },
    { path: EXPRESSION_PAGE, text: expressionPage(entries) },
  ];
}

function kindSection(kind: string, entries: readonly IndexEntry[]): string {
  const rows = entries
    .filter((entry) => entry.kind === kind)
    .map((entry) => [
      linkFrom(PATH, pagePath(entry), entry.use === undefined ? `\`${entry.name}()\`` : `\`${entry.use}\``),
      entry.summary,
      entry.options.map(optionText).join("<br>"),
    ]);
  return `## Kind: ${kind}\n\n${markdownTable(["use", "what it does", "options"], rows)}`;
}

function presetSection(entries: readonly IndexEntry[]): string {
  const rows = entries
    .filter(({ kind }) => kind === "preset")
    .map(({ use, summary, options, aliases }) => [
      `\`${use}\``,
      summary,
      options.map(optionText).join("<br>"),
      `\`${aliases[0]?.name}\``,
    ]);
  return `## Presets\n\n${markdownTable(["use", "what it does", "options", "stands for"], rows)}`;
}

function optionText({ name, default: value, required }: IndexEntry["options"][number]): string {
  if (required) return `\`${name}\` (required)`;
  return value === undefined ? `\`${name}\`` : `\`${name}\` = \`${value}\``;
}

function expressionPage(entries: readonly IndexEntry[]): string {
  const rows = entries
    .filter(({ kind }) => kind === "expression")
    .map(({ name, call, summary }) => [`<a id="${name}"></a>\`${call}\``, summary]);
  return `# Functions of expressions

Written by \`npm run gen\`. What \`total\`, \`when\` and inputs may call, besides arithmetic and comparisons.

${markdownTable(["call", "what it gives"], rows)}`;
}

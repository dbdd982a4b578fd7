import type { IndexEntry } from "../../packages/cli/src/where/index-entry.ts";
import type { Generator } from "./generator.ts";
import { markdownTable } from "./markdown-table.ts";

/** `docs/pieces.md`: all pieces and presets in tables, by kind. */
export const piecesPage: Generator = ({ entries }) => {
  const usable = entries.filter(({ use }) => use !== undefined);
  const kinds = [...new Set(usable.map(({ kind }) => kind))];
  const sections = kinds.map((kind) =>
    section(
      kind,
      usable.filter((entry) => entry.kind === kind),
    ),
  );
  const text = `# Pieces

Written by \`npm run gen\`. The first column is what stands behind \`use:\` in a reward program.

${sections.join("\n")}`;
  return [{ path: "docs/pieces.md", text }];
};

function section(kind: string, entries: readonly IndexEntry[]): string {
  const isPreset = kind === "preset";
  const header = ["use", "what it does", "options", ...(isPreset ? ["stands for"] : ["papers", "defined in"])];
  const rows = entries.map(({ use, summary, options, papers, path, aliases }) => [
    `\`${use}\``,
    summary,
    options.map(optionText).join("<br>"),
    ...(isPreset ? [`\`${aliases[0]}\``] : [papers.join("; "), `[${path.split("/").at(-1)}](../${path})`]),
  ]);
  return `## ${isPreset ? "Presets" : `Kind: ${kind}`}\n\n${markdownTable(header, rows)}`;
}

function optionText({ name, default: value, required }: IndexEntry["options"][number]): string {
  if (required) return `\`${name}\` (required)`;
  return value === undefined ? `\`${name}\`` : `\`${name}\` = \`${value}\``;
}

import type { IndexEntry } from "./index-entry.ts";
import type { WhereResult } from "./where.ts";

/** The results of a search as text for a terminal. */
export function formatResults(words: readonly string[], results: readonly WhereResult[]): string {
  const asked = words.join(" ");
  if (results.length === 0) return `Nothing is called or described like \`${asked}\`.\n`;
  const head = results.every(({ near }) => near) ? `Nothing matches \`${asked}\`; the nearest are:\n\n` : "";
  return `${head}${results.map(({ entry }) => blockOf(entry)).join("\n")}`;
}

function blockOf(entry: IndexEntry): string {
  const { name, kind, id, use, summary, papers, path, options } = entry;
  const lines = [
    `${name}  ${id ?? kind}`,
    `  ${summary}`,
    use === undefined
      ? undefined
      : `  use: ${use}${options.length === 0 ? "" : `  (${options.map(optionText).join(", ")})`}`,
    `  ${entry.import}`,
    `  ${path}`,
    ...papers.map((paper) => `  paper ${paper}`),
  ];
  return `${lines.filter((line) => line !== undefined).join("\n")}\n`;
}

function optionText({ name, default: value, required }: IndexEntry["options"][number]): string {
  if (required) return `${name}: required`;
  return value === undefined ? name : `${name}: ${value}`;
}

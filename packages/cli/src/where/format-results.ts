import type { IndexEntry, PaperEntry, PaperPiece } from "./index-entry.ts";
import type { WhereResult } from "./where.ts";

/** The results of a search as text for a terminal. */
export function formatResults(words: readonly string[], results: readonly WhereResult[]): string {
  const asked = words.join(" ");
  if (results.length === 0) return `Nothing is called or described like \`${asked}\`.\n`;
  const head = results.every(({ near }) => near) ? `Nothing matches \`${asked}\`; the nearest are:\n\n` : "";
  const blocks = results.map((result) => ("paper" in result ? paperBlock(result.paper) : entryBlock(result.entry)));
  return `${head}${blocks.join("\n")}`;
}

function paperBlock({ number, name, title, family, pieces }: PaperEntry): string {
  const missing = pieces.filter(({ state }) => state === "missing");
  return [
    `${number}  ${name}`,
    `  ${title}  (${family})`,
    ...pieces.filter((piece) => piece.state !== "missing").map((piece) => `  ${pieceLine(piece)}`),
    ...missing.map(({ kind, name: word }) => `  missing: ${kind} ${word}`),
    "",
  ].join("\n");
}

function pieceLine({ kind, name, here, settings, state }: PaperPiece): string {
  if (here === undefined) return `${kind} ${name}  ${state}`;
  return `${kind} ${name} → ${here}${settings === undefined ? "" : `  ${settings}`}`;
}

function entryBlock(entry: IndexEntry): string {
  const { name, kind, id, use, summary, papers, path, options, call } = entry;
  const lines = [
    `${name}  ${id ?? kind}`,
    `  ${summary}`,
    use === undefined
      ? undefined
      : `  use: ${use}${options.length === 0 ? "" : `  (${options.map(optionText).join(", ")})`}`,
    call === undefined ? undefined : `  in expressions: ${call}`,
    entry.import === undefined ? undefined : `  ${entry.import}`,
    `  ${path}`,
    ...papers.map((paper) => `  paper ${paper}`),
  ];
  return `${lines.filter((line) => line !== undefined).join("\n")}\n`;
}

function optionText({ name, default: value, required }: IndexEntry["options"][number]): string {
  if (required) return `${name}: required`;
  return value === undefined ? name : `${name}: ${value}`;
}

import type { FileScorer } from "./score-file.ts";

/** The first rows that something is wrong with, as lines for a terminal. */
export function rowProblems({ tally, unreadable, duplicates }: FileScorer): readonly string[] {
  const lines = unreadable.flatMap(({ error }) => [
    `${error.code}: ${error.message}`,
    ...(error.hint ? [`  ${error.hint}`] : []),
  ]);
  if (tally.unreadable > unreadable.length)
    lines.push(`${tally.unreadable - unreadable.length} more rows cannot be read.`);
  for (const { id, row } of duplicates) {
    lines.push(`GUERDON_DUPLICATE_ID: Expected ids to be unique, got \`${id}\` again in row ${row}.`);
  }
  if (duplicates.length > 0) {
    const more = tally.duplicateIds - duplicates.length;
    lines.push(
      `  All rows were scored, in input order. Map \`id\` to a unique field.${more > 0 ? ` ${more} more.` : ""}`,
    );
  }
  return lines;
}

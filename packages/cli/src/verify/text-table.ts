/** Columns of a terminal that everything fits in. */
const WIDTH = 100;

/** Rows as aligned columns, two spaces apart; a line that is too long ends in `…`. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, c) => Math.max(...rows.map((row) => row[c]?.length ?? 0)));
  return rows.map((row) => `${fitted(row.map((cell, c) => cell.padEnd(widths[c] as number)).join("  "))}\n`).join("");
}

/** A line without blanks at its end, cut where it leaves the terminal. */
export function fitted(line: string): string {
  const text = line.trimEnd();
  return text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
}

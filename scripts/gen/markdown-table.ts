/** A Markdown table; bars in cells are escaped. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lineOf = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return `${lineOf(header)}${lineOf(header.map(() => "---"))}${rows.map(lineOf).join("")}`;
}

/** Lines of at most so many columns; later ones are indented. */
export function wrapped(text: string, columns: number, indent = ""): readonly string[] {
  const lead = /^ */.exec(text)?.[0] ?? "";
  const lines: string[] = [];
  let line = lead;
  for (const word of text.trim().split(/\s+/)) {
    const isFirst = line.trim() === "";
    if (!isFirst && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line += isFirst ? word : ` ${word}`;
  }
  return [...lines, line];
}

/** Rows as text: the first column to the left, the others to the right. */
export function alignedRows(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  }
  const aligned = (cell: string, i: number): string =>
    i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number);
  return rows.map((row) => row.map(aligned).join("  ").trimEnd());
}

/** `0.943 (0.941 … 0.945)`, or the number alone of a single seed. */
export function shownInterval(
  { estimate, low, high }: { readonly estimate: number; readonly low: number; readonly high: number },
  seeds: number,
): string {
  const shown = (value: number): string => String(Number(value.toPrecision(4)));
  return seeds === 1 ? shown(estimate) : `${shown(estimate)} (${shown(low)} … ${shown(high)})`;
}

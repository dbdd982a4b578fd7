/**
 * The prose of a TSDoc comment as Markdown: indented lines, which are formulas, become blocks of their own.
 */
export function proseMarkdown(prose: string): string {
  const out: string[] = [];
  let isFormula = false;
  const lines = prose.split("\n");
  lines.forEach((line, i) => {
    const isIndented = /^ {2,}\S/.test(line);
    const goesOn = isFormula && line.trim() === "" && /^ {2,}\S/.test(lines[i + 1] ?? "");
    if (isIndented !== isFormula && !goesOn) out.push(isIndented ? "```text" : "```");
    if (!goesOn) isFormula = isIndented;
    out.push(isFormula ? line.replace(/^ {2}/, "") : line);
  });
  if (isFormula) out.push("```");
  return out
    .join("\n")
    .replaceAll(/(?<!\n)\n```text/g, "\n\n```text")
    .replaceAll(/```\n(?=\S)/g, "```\n\n")
    .trim();
}

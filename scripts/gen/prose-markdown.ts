const INDENTED = /^ {2,}\S/;
const ITEM = /^\s*(?:[-*]|\d+\.) /;
type Kind = "text" | "formula" | "fence";
const FENCE = /^\s*```/;

/**
 * The prose of a TSDoc comment as Markdown: indented lines, which are formulas, become blocks of their own. Fenced
 * blocks and lists stay as they are.
 */
export function proseMarkdown(prose: string): string {
  const blocks: string[] = [];
  let kind: Kind = "text";
  let block: string[] = [];
  const close = (): void => {
    while (block.at(-1)?.trim() === "") block.pop();
    if (block.length > 0)
      blocks.push(kind === "formula" ? `\`\`\`text\n${block.join("\n")}\n\`\`\`` : block.join("\n"));
    block = [];
  };
  for (const line of prose.split("\n")) {
    if (kind === "fence") {
      block.push(line);
      if (FENCE.test(line)) {
        close();
        kind = "text";
      }
      continue;
    }
    const next: Kind = FENCE.test(line) ? "fence" : kindOf(line, kind, block);
    if (next !== kind) {
      close();
      kind = next;
    }
    if (block.length > 0 || line.trim() !== "") block.push(kind === "formula" ? line.replace(/^ {2}/, "") : line);
  }
  close();
  return blocks.join("\n\n");
}

/** A blank line goes on with what is there; an indented one is a formula unless it is part of a list. */
function kindOf(line: string, kind: "text" | "formula", block: readonly string[]): "text" | "formula" {
  if (line.trim() === "") return kind;
  if (!INDENTED.test(line)) return "text";
  const paragraph = block.slice(block.findLastIndex((before) => before.trim() === "") + 1);
  return kind === "text" && paragraph.some((before) => ITEM.test(before)) ? "text" : "formula";
}

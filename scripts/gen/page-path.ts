import { posix } from "node:path";
import type { IndexEntry } from "../../packages/cli/src/where/index-entry.ts";

/** Kinds of exports that have no page of their own. */
const PLAIN: ReadonlySet<string> = new Set(["class", "constant", "type", "function"]);
export const EXPRESSION_PAGE = "docs/pieces/expression.md";

/** Whether an entry has a page: pieces, and functions that say their kind. */
export function hasPage({ kind }: IndexEntry): boolean {
  return !PLAIN.has(kind) && kind !== "preset" && kind !== "expression";
}

/** `docs/pieces/shaper/length-step.md`. */
export function pagePath({ kind, name }: IndexEntry): string {
  return `docs/pieces/${kind}/${kebabCase(name)}.md`;
}

/** Where an entry is documented: its page, that of the piece a preset stands for, or its file. */
export function placeOf(entry: IndexEntry, entries: readonly IndexEntry[]): string {
  if (entry.kind === "expression") return `${EXPRESSION_PAGE}#${entry.name}`;
  if (hasPage(entry)) return pagePath(entry);
  const piece =
    entry.kind === "preset"
      ? entries.find(({ name, use }) => use === name && name === entry.aliases[0]?.name)
      : undefined;
  return piece === undefined ? entry.path : pagePath(piece);
}

/** A Markdown link from one file of the repository to another. */
export function linkFrom(from: string, to: string, text: string): string {
  return `[${text}](${posix.relative(posix.dirname(from), to)})`;
}

function kebabCase(name: string): string {
  return name.replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, "$1-$2").toLowerCase();
}

import { isJoined } from "./last-boxes.ts";

/** One formula between $…$, $$…$$, \(…\) or \[…\]. */
export interface Formula {
  readonly from: number;
  readonly to: number;
  readonly content: string;
}

const WINDOW = 20_000;

/** Formulas of the last part of a text, in order. Inline ones do not run over a line end. */
export function findFormulas(text: string): readonly Formula[] {
  const start = Math.max(0, text.length - WINDOW);
  const out: Formula[] = [];
  // Where the search for a closing sign last ended in vain: none before that place can succeed either.
  const failed: Record<string, number> = {};
  const upTo = (from: number, inner: number, close: string, lines: boolean): Formula | undefined => {
    if (inner < (failed[close] ?? -1)) return undefined;
    const end = closing(text, inner, close, lines);
    if (end < 0) failed[close] = -end;
    const content = end < 0 ? "" : text.slice(inner, end);
    return content.trim() === "" ? undefined : { from, to: end + close.length, content };
  };
  for (let i = start; i < text.length; i++) {
    const c = text.charCodeAt(i);
    let found: Formula | undefined;
    if (c === 92) {
      const next = text[i + 1];
      if (next === "(") found = upTo(i, i + 2, "\\)", false);
      else if (next === "[" && text[i - 1] !== "\\") found = upTo(i, i + 2, "\\]", true);
      else if (text.startsWith("\\begin{align", i) || text.startsWith("\\begin{equation", i))
        found = environment(text, i);
      if (!found) i++;
    } else if (c === 36) {
      found = text[i + 1] === "$" ? upTo(i, i + 2, "$$", true) : upTo(i, i + 1, "$", false);
      if (!found && text[i + 1] === "$") i++;
    }
    if (found) {
      out.push(found);
      i = found.to - 1;
    }
  }
  return out;
}

/** Where `close` stands, or minus the place where the search ended. */
function closing(text: string, inner: number, close: string, lines: boolean): number {
  for (let i = inner; i < text.length; i++) {
    const c = text[i];
    if (!lines && c === "\n") return -i;
    if (c === close[0] && text.startsWith(close, i)) return i;
    if (c === "\\") i++;
  }
  return -text.length;
}

function environment(text: string, from: number): Formula | undefined {
  const open = text.indexOf("}", from) + 1;
  const close = text.indexOf("\\end{", open);
  if (open === 0 || close < 0) return undefined;
  const lines = text
    .slice(open, close)
    .split(/\\\\/)
    .filter((line) => line.trim() !== "");
  const last = (lines[lines.length - 1] ?? "").replace(/&/g, " ");
  return { from, to: text.indexOf("}", close) + 1 || text.length, content: last };
}

/** The last formula, with those joined to it. */
export function lastFormulas(
  formulas: readonly Formula[],
  text: string,
): { readonly from: number; readonly to: number; readonly contents: readonly string[] } | undefined {
  let first = formulas.length - 1;
  if (first < 0) return undefined;
  const last = formulas[first] as Formula;
  while (
    first > 0 &&
    isJoined(text.slice((formulas[first - 1] as Formula).to, (formulas[first] as Formula).from)) &&
    text.slice((formulas[first - 1] as Formula).to, (formulas[first] as Formula).from).trim() !== ""
  )
    first--;
  const group = formulas.slice(first);
  return { from: (group[0] as Formula).from, to: last.to, contents: group.map((f) => f.content.trim()) };
}

/** One \boxed{…}: where it starts, where it ends, what is in it. */
export interface Box {
  readonly from: number;
  readonly to: number;
  readonly content: string;
}

const MAX_BOXES = 64;
/** A longer box is no answer; the bound keeps a text full of unclosed boxes cheap. */
const MAX_CONTENT = 8000;

/** The last boxes of a text, in order; braces may be nested, and the last one may be unclosed. */
function findBoxes(text: string): readonly Box[] {
  const boxes: Box[] = [];
  let before = text.length;
  for (let tries = 0; tries < MAX_BOXES; tries++) {
    const at = Math.max(text.lastIndexOf("\\boxed", before), text.lastIndexOf("\\fbox", before));
    if (at < 0) break;
    const box = readBox(text, at, boxes.length === 0);
    if (box) boxes.unshift(box);
    before = at - 1;
    if (before < 0) break;
  }
  // A box inside another one is part of it.
  return boxes.filter((box, j) => !boxes.some((other, k) => k !== j && other.from < box.from && other.to >= box.to));
}

function readBox(text: string, at: number, last: boolean): Box | undefined {
  let from = text.startsWith("\\boxed", at) ? at + 6 : at + 5;
  while (text[from] === " ") from++;
  if (text[from] !== "{") {
    const bare = /^[0-9A-Za-z.]+/.exec(text.slice(from, from + 40));
    return bare && text[from - 1] === " " ? { from: at, to: from + bare[0].length, content: bare[0] } : undefined;
  }
  let depth = 0;
  const end = Math.min(text.length, from + MAX_CONTENT);
  for (let i = from; i < end; i++) {
    const c = text[i];
    if (c === "\\") {
      i++;
    } else if (c === "{") depth++;
    else if (c === "}" && --depth === 0) return { from: at, to: i + 1, content: text.slice(from + 1, i) };
  }
  if (!last) return undefined;
  const rest = text.slice(from + 1, from + 400).split(/\$|\n\n/)[0] ?? "";
  return rest.trim() === "" ? undefined : { from: at, to: text.length, content: rest };
}

/**
 * True when only signs or a joining phrase of a few words stand between two parts of one answer:
 * `\boxed{1} and \boxed{2}`, `$1$, $2$`, `\boxed{1} papers and \boxed{2} bins`.
 */
export function isJoined(gap: string): boolean {
  if (gap.length > 80) return false;
  const bare = gap.replace(/\\(?:text|mbox|quad|qquad|textbf|,|;|!| )|[${}]|\\[()[\]]/g, " ").trim();
  if (bare.includes("\n\n")) return false;
  const words = bare.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return !/[=<>]/.test(bare);
  if (words.length > 6) return false;
  const joiners = words.filter((word) => /^(?:and|or|y|und|et|oder|ou)$/i.test(word)).length;
  return joiners > 0 && words.length - joiners <= 3 && words.length <= 4;
}

/** The last box, with the boxes that are joined to it: one answer made of several values. */
export function lastBoxes(
  text: string,
): { readonly at: number; readonly end: number; readonly contents: readonly string[] } | undefined {
  const boxes = findBoxes(text);
  let first = boxes.length - 1;
  if (first < 0) return undefined;
  while (first > 0 && isJoined(text.slice((boxes[first - 1] as Box).to, (boxes[first] as Box).from))) first--;
  const group = boxes.slice(first);
  const last = group[group.length - 1] as Box;
  return { at: last.from, end: last.to, contents: [...new Set(group.map((box) => box.content.trim()))] };
}

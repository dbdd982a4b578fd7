/** An example in the documentation of the code. */
export interface Doctest {
  /** File it stands in, from the root of the repository. */
  readonly path: string;
  /** Line of the file on which its code begins, from 1. */
  readonly line: number;
  readonly code: string;
}

const FENCE = /^\s*\*\s*```ts doctest\s*$/;
const FENCE_END = /^\s*\*\s*```\s*$/;
const MARGIN = /^\s*\* ?/;

/** Finds the fenced `ts doctest` blocks in the comments of one file. */
export function findDoctests(text: string, path: string): readonly Doctest[] {
  const lines = text.split("\n");
  const found: Doctest[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (!FENCE.test(lines[at] as string)) continue;
    const start = at + 1;
    while (++at < lines.length && !FENCE_END.test(lines[at] as string));
    const code = lines.slice(start, at).map((line) => line.replace(MARGIN, ""));
    found.push({ path, line: start + 1, code: code.join("\n") });
  }
  return found;
}

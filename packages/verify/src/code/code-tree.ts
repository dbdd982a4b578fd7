import type { CodeLanguage } from "./code-languages.ts";

/** A syntax tree by columns, in the order of the text: node `i` holds the nodes `i + 1 … last[i] − 1`. */
export interface CodeTree {
  readonly language: CodeLanguage;
  readonly text: string;
  /** Name the grammar gives to each node; an unnamed one is its own text. */
  readonly types: readonly string[];
  /** What a node is to its parent: `body`, `left`, `arguments`. */
  readonly fields: readonly (string | null)[];
  readonly named: Uint8Array;
  readonly parent: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly last: Int32Array;
  /** The first node that is an error or missing, or −1. */
  readonly broken: number;
}

export function textOf(tree: CodeTree, node: number): string {
  return tree.text.slice(tree.start[node], tree.end[node]);
}

/** Line of a place in the text, from 1. */
export function lineAt(text: string, at: number): number {
  let line = 1;
  for (let i = text.indexOf("\n"); i !== -1 && i < at; i = text.indexOf("\n", i + 1)) line++;
  return line;
}

/** The children of a node that the grammar names, comments left out. */
export function childrenOf(tree: CodeTree, node: number): number[] {
  const found: number[] = [];
  for (let child = node + 1; child < (tree.last[node] as number); child = tree.last[child] as number)
    if (tree.named[child] === 1 && !isComment(tree, child)) found.push(child);
  return found;
}

export function childAt(tree: CodeTree, node: number, field: string): number | undefined {
  for (let child = node + 1; child < (tree.last[node] as number); child = tree.last[child] as number)
    if (tree.fields[child] === field) return child;
  return undefined;
}

export function isComment(tree: CodeTree, node: number): boolean {
  return (tree.types[node] as string).endsWith("comment");
}

/** A column that is 1 for the nodes no run can reach: those after a return, raise, throw, break or continue. */
export function unreachable(tree: CodeTree, blocks: readonly string[], exits: readonly string[]): Uint8Array {
  const dead = new Uint8Array(tree.types.length);
  for (let node = 0; node < tree.types.length; node++) {
    if (dead[node] === 1 || !blocks.includes(tree.types[node] as string)) continue;
    let left = false;
    for (const child of childrenOf(tree, node)) {
      if (left) dead.fill(1, child, tree.last[child]);
      else left = exits.includes(tree.types[child] as string);
    }
  }
  return dead;
}

/** The leaves of a tree without comments; a string is one of them. */
export function leavesOf(tree: CodeTree): number[] {
  const leaves: number[] = [];
  for (let node = 0; node < tree.types.length; ) {
    const last = tree.last[node] as number;
    const type = tree.types[node] as string;
    const whole = last === node + 1 || type === "string" || type === "string_literal" || type === "template_string";
    if (isComment(tree, node)) node = last;
    else if (whole) {
      if (tree.start[node] !== tree.end[node]) leaves.push(node);
      node = last;
    } else node++;
  }
  return leaves;
}

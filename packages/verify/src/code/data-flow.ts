import { type CodeTree, childAt, textOf } from "./code-tree.ts";

const WRITES: readonly string[] = [
  "assignment",
  "augmented_assignment",
  "named_expression",
  "assignment_expression",
  "augmented_assignment_expression",
  "variable_declarator",
  "for_statement",
  "for_in_statement",
  "for_in_clause",
  "foreach_statement",
  "enhanced_for_statement",
  "update_expression",
];

/**
 * The data flow of a program as links: `0<1,2` where a value is made of two others, `3` where one is read after it was
 * written. Variables are numbered in the order in which links name them, so what they are called does not count.
 */
export function dataFlow(tree: CodeTree): string[] {
  const numbers = new Map<string, number>();
  const written = new Set<string>();
  const links: string[] = [];
  const numberOf = (name: string): number => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  };
  let targetsEnd = 0;
  for (let node = 0; node < tree.types.length; node++) {
    const type = tree.types[node] as string;
    if (type === "identifier") {
      const name = textOf(tree, node);
      if (isParameter(tree, node)) written.add(name);
      else if (node >= targetsEnd && written.has(name)) links.push(String(numberOf(name)));
      continue;
    }
    if (!WRITES.includes(type)) continue;
    const [targets, source] = sidesOf(tree, node);
    if (targets === undefined) continue;
    targetsEnd = Math.max(targetsEnd, tree.last[targets] as number);
    const made = source === undefined ? [] : namesIn(tree, source).filter((name) => written.has(name));
    for (const name of namesIn(tree, targets)) {
      const own = /^(?:augmented|update)/u.test(type) ? [name, ...made] : made;
      links.push(`${numberOf(name)}<${own.map(numberOf).join()}`);
      written.add(name);
    }
  }
  return links;
}

function sidesOf(tree: CodeTree, node: number): [targets: number | undefined, source: number | undefined] {
  const targets = childAt(tree, node, "left") ?? childAt(tree, node, "name") ?? childAt(tree, node, "argument");
  return [targets, childAt(tree, node, "right") ?? childAt(tree, node, "value")];
}

/** The distinct names of plain variables in a node, in order; fields, subscripts and what is called are none. */
function namesIn(tree: CodeTree, within: number): string[] {
  const names = new Set<string>();
  for (let node = within; node < (tree.last[within] as number); node++)
    if (tree.types[node] === "identifier" && tree.fields[node] !== "attribute" && tree.fields[node] !== "function")
      names.add(textOf(tree, node));
  return [...names];
}

function isParameter(tree: CodeTree, node: number): boolean {
  for (let up = node, hops = 0; hops < 3; hops++) {
    const above = tree.parent[up] as number;
    if (above < 0) return false;
    if (/parameters?$/u.test(tree.types[above] as string)) return tree.fields[node] !== "value";
    up = above;
  }
  return false;
}

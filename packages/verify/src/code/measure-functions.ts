import { GRAMMARS, type GrammarNames } from "./code-languages.ts";
import { type CodeTree, childAt, childrenOf, lineAt, textOf } from "./code-tree.ts";

/** What one function, or the program outside of functions, measures. */
export interface FunctionMeasures {
  readonly name: string;
  readonly line: number;
  /** Cyclomatic complexity: 1 and the decisions. */
  readonly complexity: number;
  /** Deepest statement inside statements. */
  readonly nesting: number;
  readonly lines: number;
  readonly parameters: number;
}

/**
 * Measures each function of a program by itself, and what is outside of functions as `<program>`.
 *
 * The complexity is McCabe's as radon counts it for Python: a branch, a handler, an operand of `and` or `or`, a filter
 * and a loop of a comprehension, an assertion, and an `else` of a loop or a `try` are decisions.
 */
export function measureFunctions(tree: CodeTree): FunctionMeasures[] {
  const grammar = GRAMMARS[tree.language];
  const { functions } = grammar;
  const owner = new Int32Array(tree.types.length);
  const depth = new Int32Array(tree.types.length);
  const complexity = new Map<number, number>([[0, 1]]);
  const nesting = new Map<number, number>([[0, 0]]);
  for (let node = 1; node < tree.types.length; node++) {
    const type = tree.types[node] as string;
    const above = tree.parent[node] as number;
    const within = owner[above] as number;
    owner[node] = functions.includes(type) ? node : within;
    if (owner[node] === node) {
      complexity.set(node, 1);
      nesting.set(node, 0);
      continue;
    }
    complexity.set(within, (complexity.get(within) as number) + decisions(tree, node, grammar));
    const nests = tree.named[node] === 1 && grammar.nests.includes(type) && !isElseIf(tree, node);
    depth[node] = (depth[above] as number) + (nests ? 1 : 0);
    nesting.set(within, Math.max(nesting.get(within) as number, depth[node] as number));
  }
  return [...complexity].map(([node, value]) => ({
    name: node === 0 ? "<program>" : functionName(tree, node),
    line: lineAt(tree.text, tree.start[node] as number),
    complexity: value,
    nesting: nesting.get(node) as number,
    lines: node === 0 ? 0 : textOf(tree, node).split("\n").length,
    parameters: node === 0 ? 0 : parametersOf(tree, node),
  }));
}

function decisions(tree: CodeTree, node: number, { branches, shortCircuits }: GrammarNames): number {
  const type = tree.types[node] as string;
  if (tree.named[node] === 0) return shortCircuits.includes(type) ? 1 : 0;
  if (type === "else_clause" && tree.language === "python") {
    return tree.types[tree.parent[node] as number] === "if_statement" ? 0 : 1;
  }
  if (type === "case_clause") return /^case\s+_\s*:/u.test(textOf(tree, node)) ? 0 : 1;
  if (type === "switch_label" || type === "switch_section") return /^case\b/u.test(textOf(tree, node)) ? 1 : 0;
  return branches.includes(type) ? 1 : 0;
}

/** An `if` that is the `else` of another is no level deeper. */
function isElseIf(tree: CodeTree, node: number): boolean {
  const above = tree.parent[node] as number;
  return (
    tree.types[node] === "if_statement" &&
    (tree.types[above] === "else_clause" ||
      (tree.types[above] === "if_statement" && tree.fields[node] !== "consequence"))
  );
}

function functionName(tree: CodeTree, node: number): string {
  const own = childAt(tree, node, "name");
  if (own !== undefined) return textOf(tree, own);
  const above = tree.parent[node] as number;
  const given = tree.types[above] === "variable_declarator" ? childAt(tree, above, "name") : undefined;
  return given === undefined ? "<anonymous>" : textOf(tree, given);
}

function parametersOf(tree: CodeTree, node: number): number {
  const list = childAt(tree, node, "parameters");
  if (list === undefined) return childAt(tree, node, "parameter") === undefined ? 0 : 1;
  const names = childrenOf(tree, list).filter((one) => !/_separator$/u.test(tree.types[one] as string));
  const self =
    tree.language === "python" && /^(?:self|cls)$/u.test(names[0] === undefined ? "" : textOf(tree, names[0]));
  return names.length - (self ? 1 : 0);
}

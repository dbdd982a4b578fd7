import { GRAMMARS } from "./code-languages.ts";
import { type CodeTree, childAt, childrenOf, lineAt, textOf, unreachable } from "./code-tree.ts";

export interface LintFinding {
  readonly rule: string;
  readonly line: number;
}

/**
 * Finds what is almost always a mistake, by the syntax tree alone.
 *
 * All languages: `unreachable`, `empty-handler`, `self-comparison`, `self-assignment`, `dynamic-code`.
 * Python: `bare-except`, `mutable-default`, `none-comparison`, `star-import`, `unused-import`, `assert-tuple`.
 * JavaScript and TypeScript: `loose-equality`, `var`, `debugger`, `assignment-condition`.
 */
export function lintCode(tree: CodeTree): LintFinding[] {
  const { blocks, exits } = GRAMMARS[tree.language];
  const dead = unreachable(tree, blocks, exits);
  const found: LintFinding[] = [];
  for (let node = 1; node < tree.types.length; node++) {
    if (dead[node] === 1 && dead[node - 1] === 0) add("unreachable", node);
    if (tree.named[node] === 0) continue;
    for (const rule of faultsOf(tree, node)) add(rule, node);
  }
  if (tree.language === "python") for (const node of unusedImports(tree)) add("unused-import", node);
  return found;

  function add(rule: string, node: number): void {
    found.push({ rule, line: lineAt(tree.text, tree.start[node] as number) });
  }
}

const COMPARISONS: readonly string[] = ["==", "!=", "===", "!==", "<", ">", "<=", ">=", "is"];

function faultsOf(tree: CodeTree, node: number): string[] {
  const type = tree.types[node] as string;
  const rules: string[] = [];
  if (type === "comparison_operator" || type === "binary_expression") rules.push(...comparisonFaults(tree, node));
  else if (type === "except_clause" || type === "catch_clause") rules.push(...handlerFaults(tree, node));
  else if (type === "assignment" || type === "assignment_expression") {
    const [left, right] = [childAt(tree, node, "left"), childAt(tree, node, "right")];
    const operator = childAt(tree, node, "operator");
    const plain = operator === undefined || textOf(tree, operator) === "=";
    if (plain && left !== undefined && right !== undefined && textOf(tree, left) === textOf(tree, right))
      rules.push("self-assignment");
  } else if (GRAMMARS[tree.language].calls.includes(type)) {
    const callee = childAt(tree, node, "function");
    if (callee !== undefined && /^(?:eval|exec)$/u.test(textOf(tree, callee))) rules.push("dynamic-code");
  }
  rules.push(...(tree.language === "python" ? pythonFaults(tree, node, type) : scriptFaults(tree, node, type)));
  return rules;
}

function comparisonFaults(tree: CodeTree, node: number): string[] {
  const operands = childrenOf(tree, node);
  const [left, right] = operands;
  if (left === undefined || right === undefined) return [];
  const operator = tree.text.slice(tree.end[left], tree.start[right]).trim();
  if (!COMPARISONS.includes(operator)) return [];
  const rules: string[] = [];
  // A call may give something else the second time, and NaN alone differs from itself.
  const same = textOf(tree, left) === textOf(tree, right) && /^[\w.]+$/u.test(textOf(tree, left));
  if (same) rules.push("self-comparison");
  const equality = operator === "==" || operator === "!=";
  if (equality && tree.language === "python" && operands.some((one) => tree.types[one] === "none"))
    rules.push("none-comparison");
  const script = tree.language === "javascript" || tree.language === "typescript";
  if (equality && script && tree.types[right] !== "null" && tree.types[left] !== "null") rules.push("loose-equality");
  return rules;
}

function handlerFaults(tree: CodeTree, node: number): string[] {
  const rules: string[] = [];
  const parts = childrenOf(tree, node);
  const body = parts.at(-1);
  if (tree.types[node] === "except_clause" && parts.length === 1) rules.push("bare-except");
  const does = body === undefined ? [] : childrenOf(tree, body);
  if (does.every((one) => tree.types[one] === "pass_statement")) rules.push("empty-handler");
  return rules;
}

function pythonFaults(tree: CodeTree, node: number, type: string): string[] {
  if (type === "wildcard_import") return ["star-import"];
  if (type === "assert_statement") {
    const [first] = childrenOf(tree, node);
    return first !== undefined && tree.types[first] === "tuple" ? ["assert-tuple"] : [];
  }
  if (type !== "default_parameter" && type !== "typed_default_parameter") return [];
  const value = childAt(tree, node, "value");
  return value !== undefined && /^(?:list|dictionary|set)$/u.test(tree.types[value] as string)
    ? ["mutable-default"]
    : [];
}

const CONDITIONS: readonly string[] = ["if_statement", "while_statement", "do_statement"];

function scriptFaults(tree: CodeTree, node: number, type: string): string[] {
  if (tree.language !== "javascript" && tree.language !== "typescript") return [];
  if (type === "variable_declaration") return ["var"];
  if (type === "debugger_statement") return ["debugger"];
  if (!CONDITIONS.includes(type)) return [];
  const condition = childAt(tree, node, "condition");
  const inner = condition === undefined ? undefined : childrenOf(tree, condition)[0];
  return inner !== undefined && tree.types[inner] === "assignment_expression" ? ["assignment-condition"] : [];
}

/** Imports whose name is read nowhere; a module that lists `__all__` hands its imports on. */
function unusedImports(tree: CodeTree): number[] {
  const bound = new Map<string, number>();
  const used = new Set<string>();
  for (let node = 0; node < tree.types.length; node++) {
    const type = tree.types[node] as string;
    if (type === "future_import_statement") node = (tree.last[node] as number) - 1;
    else if (type === "import_statement" || type === "import_from_statement") {
      for (const child of childrenOf(tree, node)) {
        if (tree.fields[child] !== "name") continue;
        const alias = childAt(tree, child, "alias");
        const name = alias === undefined ? textOf(tree, child).split(".")[0] : textOf(tree, alias);
        bound.set(name as string, child);
      }
      node = (tree.last[node] as number) - 1;
    } else if (type === "identifier") used.add(textOf(tree, node));
  }
  if (used.has("__all__")) return [];
  return [...bound].flatMap(([name, node]) => (used.has(name) ? [] : [node]));
}

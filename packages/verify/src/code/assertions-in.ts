import { GRAMMARS } from "./code-languages.ts";
import { type CodeTree, childAt, childrenOf, textOf } from "./code-tree.ts";

/** One assertion of a test. */
export interface Assertion {
  readonly node: number;
  /** Names of the callee from left to right: `expect`, `toBe`. */
  readonly names: readonly string[];
  /** What is compared, as nodes. */
  readonly operands: readonly number[];
  /** Whether it says in words what failed. */
  readonly message: boolean;
}

const ASSERTING = /^(?:assert\w*|Assert\w*|expect\w*|should\w*|Should\w*|verify|fail|raises|warns)$/u;
const UNARY = /(?:true|false|null|none|undefined|defined|ok|truthy|falsy|notnull|nan)$/iu;

/** The assertions inside a node, from the first to the last; one inside another is part of it. */
export function assertionsIn(tree: CodeTree, within: number, dead: Uint8Array): Assertion[] {
  const found: Assertion[] = [];
  for (let node = within; node < (tree.last[within] as number); node++) {
    if (dead[node] === 1) continue;
    const assertion = assertionAt(tree, node);
    if (assertion === undefined) continue;
    found.push(assertion);
    node = (tree.last[node] as number) - 1;
  }
  return found;
}

function assertionAt(tree: CodeTree, node: number): Assertion | undefined {
  const type = tree.types[node] as string;
  if (tree.named[node] === 0) return undefined;
  if (type === "assert_statement") {
    const [test, message] = childrenOf(tree, node);
    if (test === undefined) return undefined;
    return { node, names: ["assert"], operands: comparedIn(tree, test), message: message !== undefined };
  }
  if (!GRAMMARS[tree.language].calls.includes(type)) return undefined;
  const names = calleeNames(tree, node);
  if (!names.some((name) => ASSERTING.test(name))) return undefined;
  // expect(x) alone asserts nothing.
  if (names.length === 1 && /^(?:expect|should)$/u.test(names[0] as string)) return undefined;
  const operands = argumentsIn(tree, node);
  const arity = UNARY.test(names.at(-1) as string) || names.at(-1) === "assert" ? 1 : 2;
  const message = operands.length > arity && operands.some((one) => /string/u.test(tree.types[one] as string));
  const [only] = operands;
  return {
    node,
    names,
    operands: operands.length === 1 && only !== undefined ? comparedIn(tree, only) : operands,
    message,
  };
}

/** Both sides of a comparison, or the expression itself. */
function comparedIn(tree: CodeTree, node: number): readonly number[] {
  const type = tree.types[node] as string;
  const inner = childrenOf(tree, node);
  if (type === "parenthesized_expression" && inner.length === 1) return comparedIn(tree, inner[0] as number);
  return /^(?:comparison_operator|binary_expression)$/u.test(type) && inner.length === 2 ? inner : [node];
}

/** The names of a callee from left to right, arguments left out: `a.b(1).c(2)` → a, b, c. */
export function calleeNames(tree: CodeTree, call: number): string[] {
  const names: string[] = [];
  for (let node = call + 1; node < (tree.last[call] as number); node++) {
    if (tree.fields[node] === "arguments") node = (tree.last[node] as number) - 1;
    else if (/identifier$/u.test(tree.types[node] as string)) names.push(textOf(tree, node));
  }
  return names;
}

/** The arguments of all calls of a chain, from left to right. */
function argumentsIn(tree: CodeTree, call: number): number[] {
  const found: number[] = [];
  for (let node = call + 1; node < (tree.last[call] as number); node++) {
    if (tree.fields[node] !== "arguments") continue;
    for (const one of childrenOf(tree, node)) found.push(tree.types[one] === "argument" ? one + 1 : one);
    node = (tree.last[node] as number) - 1;
  }
  return found;
}

/** Whether a node is written out: a number, a text, true, false, nothing. */
export function isLiteral(tree: CodeTree, node: number): boolean {
  return /^(?:-?[\d.]+\w*|"[^"]*"|'[^']*'|true|false|null|None|True|False|undefined)$/u.test(textOf(tree, node));
}

/** The function a call names last: `add` of `self.calculator.add(1)`. */
export function isCallOf(tree: CodeTree, call: number, focal: string): boolean {
  const own = childAt(tree, call, "function") ?? childAt(tree, call, "name") ?? childAt(tree, call, "constructor");
  const type = own === undefined ? childAt(tree, call, "type") : own;
  if (type === undefined) return false;
  return textOf(tree, type).split(".").at(-1) === focal.split(".").at(-1);
}

import { type Assertion, assertionsIn, calleeNames, isCallOf, isLiteral } from "./assertions-in.ts";
import { GRAMMARS } from "./code-languages.ts";
import { type CodeTree, childrenOf, isComment, textOf } from "./code-tree.ts";
import type { TestCase } from "./test-cases.ts";

interface Subject {
  readonly tree: CodeTree;
  readonly test: TestCase;
  readonly focal: string | undefined;
  readonly dead: Uint8Array;
  readonly assertions: readonly Assertion[];
}

/** What a test must have or must not have. */
export type TestCheck =
  | "asserts"
  | "calls-focal"
  | "descriptive-name"
  | "documented"
  | "no-duplicate-assertion"
  | "no-conditional-logic"
  | "not-empty"
  | "no-assertion-roulette"
  | "no-magic-number"
  | "no-redundant-assertion"
  | "no-print"
  | "no-sleep"
  | "not-ignored";

const TEST_CHECKS: { readonly [check in TestCheck]: (subject: Subject) => boolean } = {
  asserts: ({ assertions }) => assertions.length > 0,
  "calls-focal": (subject) =>
    subject.focal === undefined || someCall(subject, (call) => isCallOf(subject.tree, call, subject.focal as string)),
  "descriptive-name": ({ test, focal }) => {
    const known = new Set(["test", "tests", "should", "it", ...wordsOf(focal ?? "")]);
    return wordsOf(test.name).filter((word) => !known.has(word)).length >= (focal === undefined ? 2 : 1);
  },
  documented: ({ tree, test }) => isDocumented(tree, test),
  "no-duplicate-assertion": ({ tree, assertions }) =>
    new Set(assertions.map(({ node }) => leanText(tree, node))).size === assertions.length,
  "no-conditional-logic": (subject) => {
    const { conditionals } = GRAMMARS[subject.tree.language];
    return !someNode(subject, (node, type) => subject.tree.named[node] === 1 && conditionals.includes(type));
  },
  "not-empty": ({ tree, test }) =>
    childrenOf(tree, test.body).some((one) => !/^(?:pass|\.\.\.|;|"[\s\S]*"|'[\s\S]*')$/u.test(textOf(tree, one))),
  "no-assertion-roulette": ({ assertions }) => assertions.length < 2 || assertions.every(({ message }) => message),
  "no-magic-number": ({ tree, assertions }) =>
    !assertions.some(({ operands }) =>
      operands.some(
        (one) => /^-?[\d.]+\w*$/u.test(textOf(tree, one)) && !/^(?:-?1|0)(?:\.0*)?$/u.test(textOf(tree, one)),
      ),
    ),
  "no-redundant-assertion": ({ tree, assertions }) => !assertions.some((one) => isRedundant(tree, one)),
  "no-print": (subject) =>
    !someCall(subject, (call) =>
      /^(?:print|pprint|console\.\w+|System\.out\.\w+|Console\.Write\w*)$/u.test(
        calleeNames(subject.tree, call).join("."),
      ),
    ),
  "no-sleep": (subject) =>
    !someCall(subject, (call) =>
      /^(?:sleep|setTimeout|Delay|Sleep)$/u.test(calleeNames(subject.tree, call).at(-1) ?? ""),
    ),
  "not-ignored": ({ test }) => !/\b(?:skip\w*|Ignore|Disabled|todo|xit|xtest)\b/u.test(test.marks),
};

export const TEST_CHECK_NAMES: readonly [TestCheck, ...TestCheck[]] = Object.keys(TEST_CHECKS) as [
  TestCheck,
  ...TestCheck[],
];

/** The checks a test does not pass. */
export function failedChecks(
  tree: CodeTree,
  test: TestCase,
  {
    checks,
    focal,
    dead,
  }: { readonly checks: readonly TestCheck[]; readonly focal: string | undefined; readonly dead: Uint8Array },
): TestCheck[] {
  const subject = { tree, test, focal, dead, assertions: assertionsIn(tree, test.body, dead) };
  return checks.filter((check) => !TEST_CHECKS[check](subject));
}

function someNode({ tree, test, dead }: Subject, found: (node: number, type: string) => boolean): boolean {
  for (let node = test.body; node < (tree.last[test.body] as number); node++)
    if (dead[node] === 0 && found(node, tree.types[node] as string)) return true;
  return false;
}

function someCall(subject: Subject, found: (call: number) => boolean): boolean {
  const { calls } = GRAMMARS[subject.tree.language];
  return someNode(subject, (node, type) => calls.includes(type) && found(node));
}

/** The words of a name in snake, camel or plain writing, in small letters. */
function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/gu) ?? []).map((word) => word.toLowerCase());
}

function isDocumented(tree: CodeTree, { node, body }: TestCase): boolean {
  for (let inside = node; inside < (tree.last[node] as number); inside++) if (isComment(tree, inside)) return true;
  const before = tree.text.slice(0, tree.start[node]).trimEnd().split("\n").at(-1) ?? "";
  if (/^\s*(?:#|\/\/)|\*\/$/u.test(before) && node > 0) return true;
  const [first] = childrenOf(tree, body);
  return (
    tree.language === "python" &&
    first !== undefined &&
    tree.types[first + 1] === "string" &&
    tree.types[first] === "expression_statement"
  );
}

/** The text of a node without comments and space. */
function leanText(tree: CodeTree, node: number): string {
  const parts: string[] = [];
  for (let inside = node; inside < (tree.last[node] as number); inside++)
    if (tree.last[inside] === inside + 1 && !isComment(tree, inside)) parts.push(textOf(tree, inside));
  return parts.join(" ");
}

/** It compares a thing with itself, or what is written out with what is written out. */
function isRedundant(tree: CodeTree, { operands }: Assertion): boolean {
  const [left, right] = operands;
  if (left === undefined) return false;
  if (right !== undefined && leanText(tree, left) === leanText(tree, right)) return true;
  return operands.every((one) => isLiteral(tree, one));
}

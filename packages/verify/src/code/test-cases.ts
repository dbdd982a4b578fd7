import { GRAMMARS } from "./code-languages.ts";
import { type CodeTree, childAt, childrenOf, textOf } from "./code-tree.ts";

/** A test of a program text: a function, a method or a call of `test` or `it` with one. */
export interface TestCase {
  /** What it is called; empty where loose statements are the test. */
  readonly name: string;
  /** The node that holds decorators, name and body. */
  readonly node: number;
  readonly body: number;
  /** Annotations, decorators and the callee: `@Ignore`, `it.skip`. */
  readonly marks: string;
}

/** The tests in a tree; a text with none is one test by itself. */
export function testCases(tree: CodeTree): TestCase[] {
  const found: TestCase[] = [];
  for (let node = 0; node < tree.types.length; node++) {
    const test = testAt(tree, node);
    if (test === undefined) continue;
    found.push(test);
    node = (tree.last[node] as number) - 1;
  }
  return found.length > 0 ? found : [{ name: "", node: 0, body: 0, marks: "" }];
}

function testAt(tree: CodeTree, node: number): TestCase | undefined {
  const type = tree.types[node] as string;
  if (type === "decorated_definition") {
    const inner = childAt(tree, node, "definition");
    const test = inner === undefined ? undefined : testAt(tree, inner);
    if (test === undefined || inner === undefined) return undefined;
    return { ...test, node, marks: tree.text.slice(tree.start[node], tree.start[inner]) };
  }
  if (type === "call_expression") return scriptTest(tree, node);
  const functions = GRAMMARS[tree.language].functions;
  if (!functions.includes(type)) return undefined;
  const [name, body] = [childAt(tree, node, "name"), childAt(tree, node, "body")];
  if (name === undefined || body === undefined) return undefined;
  const marks = tree.text.slice(tree.start[node], tree.start[name]);
  const marked = /[@[](?:Test|ParameterizedTest|RepeatedTest|TestMethod|TestCase|Fact|Theory)\b/u.test(marks);
  const named = /^test(?:$|[_A-Z\d])/iu.test(textOf(tree, name));
  return marked || named ? { name: textOf(tree, name), node, body, marks } : undefined;
}

/** `test("name", () => { … })`, also `it`, `it.skip` and `it.each(…)`. */
function scriptTest(tree: CodeTree, node: number): TestCase | undefined {
  const [callee, args] = [childAt(tree, node, "function"), childAt(tree, node, "arguments")];
  if (callee === undefined || args === undefined) return undefined;
  const marks = textOf(tree, callee);
  if (!/^x?(?:test|it)\b/u.test(marks)) return undefined;
  const given = childrenOf(tree, args);
  const run = given.find((one) => GRAMMARS[tree.language].functions.includes(tree.types[one] as string));
  const body = run === undefined ? undefined : childAt(tree, run, "body");
  const [title] = given;
  return body === undefined || title === undefined
    ? undefined
    : { name: textOf(tree, title).replace(/^["'`]|["'`]$/gu, ""), node, body, marks };
}

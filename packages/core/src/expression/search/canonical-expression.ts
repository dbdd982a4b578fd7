import { flatLayout } from "../../signal/index.ts";
import { evaluateExpression } from "../evaluate-expression.ts";
import type { Expression } from "../expression.ts";
import { formatExpression } from "../format-expression.ts";
import { functionSpec } from "../function/functions.ts";
import { namesOf } from "../names-of.ts";
import { callNode, expressionNodes, isNegativeNumber, numberNode } from "./expression-nodes.ts";

/**
 * One way to write what can be written in several, with the same values and the same missing ones.
 *
 *   b + a → a + b · 2 * 3 → 6 · x + 0, x - 0, x * 1, x / 1, x ^ 1 → x · --x → x
 *
 * Nothing is taken away that can be missing: `0 * x` and `x - x` stay. Expressions that have the same
 * values for deeper reasons are told apart by `fingerprintOf`.
 *
 * @kind combinator
 * @alias canonical form
 *
 * ```ts doctest
 * import { formatExpression, parseExpression } from "@guerdon/core/expression";
 * import { canonicalExpression } from "@guerdon/core/expression/search";
 * formatExpression(canonicalExpression(parseExpression("1 * b + (a - 0) * (2 + 3)"))) // => "5 * a + b"
 * ```
 */
export function canonicalExpression(expression: Expression): Expression {
  return expressionNodes(simplify(expression));
}

function simplify(node: Expression): Expression {
  if (node.kind !== "call") return node;
  const args = node.args.map(simplify);
  if (functionSpec(node.fn).commutes === true) args.sort(byText);
  const call = callNode(node.fn, args);
  return constantOf(call) ?? neutral(node.fn, args) ?? call;
}

/** The value of a call without names, where it has one. */
function constantOf(call: Expression): Expression | undefined {
  if (call.kind !== "call" || namesOf(call).length > 0 || isNegativeNumber(call)) return undefined;
  if (call.args.length === 1 && functionSpec(call.fn).reduce !== undefined) return undefined;
  const { values, present } = evaluateExpression(call, new Map(), flatLayout([]));
  return present[0] === 1 ? numberNode(values[0] as number) : undefined;
}

/** The operand that is left where the other one changes nothing. */
function neutral(fn: string, args: readonly Expression[]): Expression | undefined {
  const [a, b] = args as readonly [Expression, Expression?];
  if (fn === "negate" && a.kind === "call" && a.fn === "negate") return a.args[0];
  if (fn === "+" || fn === "*") {
    const idle = fn === "+" ? 0 : 1;
    return isNumber(a, idle) ? b : isNumber(b, idle) ? a : undefined;
  }
  if (fn === "-") return isNumber(b, 0) ? a : undefined;
  return (fn === "/" || fn === "^") && isNumber(b, 1) ? a : undefined;
}

function isNumber(node: Expression | undefined, value: number): boolean {
  return node?.kind === "number" && node.value === value;
}

function byText(a: Expression, b: Expression): number {
  const [own, other] = [formatExpression(a), formatExpression(b)];
  return own < other ? -1 : own > other ? 1 : 0;
}

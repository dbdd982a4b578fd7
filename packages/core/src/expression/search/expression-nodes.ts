import type { Expression } from "../expression.ts";
import { formatExpression } from "../format-expression.ts";
import { parseExpression } from "../parse-expression.ts";

const NOWHERE = { at: 0, end: 0 };

/** A number as the parser makes it: below 0, the negation of one above. */
export function numberNode(value: number): Expression {
  if (value < 0) return callNode("negate", [numberNode(-value)]);
  return { kind: "number", value: Math.abs(value), ...NOWHERE };
}

export function nameNode(name: string): Expression {
  return { kind: "name", name, ...NOWHERE };
}

export function callNode(fn: string, args: readonly Expression[]): Expression {
  return { kind: "call", fn, args, ...NOWHERE };
}

/** Tells whether a call is the sign of a number, which is one leaf with it. */
export function isNegativeNumber(node: Expression): boolean {
  return node.kind === "call" && node.fn === "negate" && node.args[0]?.kind === "number";
}

/** The same tree with the places it has in its own text. */
export function expressionNodes(expression: Expression): Expression {
  return parseExpression(formatExpression(expression));
}

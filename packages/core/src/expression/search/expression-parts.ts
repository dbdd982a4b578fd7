import type { Expression } from "../expression.ts";
import { callNode, isNegativeNumber } from "./expression-nodes.ts";

/** A part of an expression, and how deep it stands, the whole at 1. */
export interface ExpressionPart {
  readonly node: Expression;
  readonly depth: number;
}

/** All parts of an expression, the whole first. */
export function expressionParts(expression: Expression, depth = 1): readonly ExpressionPart[] {
  const own = { node: expression, depth };
  if (expression.kind !== "call" || isNegativeNumber(expression)) return [own];
  return [own, ...expression.args.flatMap((arg) => expressionParts(arg, depth + 1))];
}

/** The expression with the part at a place in `expressionParts` replaced. */
export function withPart(expression: Expression, place: number, part: Expression): Expression {
  let at = -1;
  const visit = (node: Expression): Expression => {
    at++;
    if (at === place) {
      at += expressionParts(node).length - 1;
      return part;
    }
    return node.kind === "call" && !isNegativeNumber(node) ? callNode(node.fn, node.args.map(visit)) : node;
  };
  return visit(expression);
}

import type { Interval } from "../../signal/index.ts";
import type { Expression } from "../expression.ts";
import { callNode, expressionNodes, numberNode } from "./expression-nodes.ts";

export interface ProtectSettings {
  /** A divisor no greater than this counts as 0. */
  readonly eps?: number;
  /** Range that the result is clipped to. */
  readonly range?: Interval;
}

/**
 * Makes an expression safe to score by: it has a value wherever its signals have.
 *
 *   a / b → where(abs(b) > ε, a / b, 1) · log(x) → log(abs(x) + ε) · sqrt(x) → sqrt(abs(x))
 *   a ^ b → (abs(a) + ε) ^ b · the whole → clip(…, min, max) with `range`
 *
 * A search works on the plain expression, which stays short, and scores the protected one. Overflow is
 * still possible where nothing clips it on the way, and is a failure of the engine, never a number.
 *
 * @paper 112 §Pieces (guards for division by 0, and a clamp of the range)
 * @kind combinator
 * @alias symbolic reward
 * @alias protected division
 * @alias range clamp
 *
 * ```ts doctest
 * import { formatExpression, parseExpression } from "@guerdon/core/expression";
 * import { protectExpression } from "@guerdon/core/expression/search";
 * formatExpression(protectExpression(parseExpression("a / b"), { eps: 0.5, range: { min: 0, max: 1 } })) // => "clip(where(abs(b) > 0.5, a / b, 1), 0, 1)"
 * ```
 */
export function protectExpression(expression: Expression, { eps = 1e-6, range }: ProtectSettings = {}): Expression {
  const guarded = guard(expression, numberNode(eps));
  if (range === undefined) return expressionNodes(guarded);
  return expressionNodes(callNode("clip", [guarded, numberNode(range.min), numberNode(range.max)]));
}

function guard(node: Expression, eps: Expression): Expression {
  if (node.kind !== "call") return node;
  const args = node.args.map((arg) => guard(arg, eps));
  const [a, b] = args as [Expression, Expression];
  if (node.fn === "/") {
    const divides = callNode(">", [callNode("abs", [b]), eps]);
    return callNode("where", [divides, callNode("/", [a, b]), numberNode(1)]);
  }
  const size = callNode("abs", [a]);
  if (node.fn === "log") return callNode("log", [callNode("+", [size, eps])]);
  if (node.fn === "sqrt") return callNode("sqrt", [size]);
  if (node.fn === "^") return callNode("^", [callNode("+", [size, eps]), b]);
  return callNode(node.fn, args);
}

import type { Expression } from "./expression.ts";

/**
 * The names an expression reads, each once, in the order of their first use.
 *
 * ```ts doctest
 * import { namesOf, parseExpression } from "@guerdon/core/expression";
 * namesOf(parseExpression("b + gate(a > 0, b)")) // => ["b", "a"]
 * ```
 */
export function namesOf(expression: Expression): readonly string[] {
  const names = new Set<string>();
  const visit = (node: Expression): void => {
    if (node.kind === "name") names.add(node.name);
    if (node.kind === "call") node.args.forEach(visit);
  };
  visit(expression);
  return [...names];
}

import type { Expression } from "../expression.ts";
import { isNegativeNumber } from "./expression-nodes.ts";

/** How large an expression is. */
export interface ExpressionMeasure {
  /** Numbers, names, operators and calls; the sign of a number is part of it. */
  readonly size: number;
  /** Nodes from the top to the deepest leaf. */
  readonly depth: number;
  /** Different names. */
  readonly names: number;
  /** Sum of the sizes of all parts, which charges nesting more than length. */
  readonly complexity: number;
}

/**
 * Measures an expression: what a search may want to keep small.
 *
 * @kind combinator
 * @alias complexity
 *
 * ```ts doctest
 * import { parseExpression } from "@guerdon/core/expression";
 * import { measureExpression } from "@guerdon/core/expression/search";
 * measureExpression(parseExpression("a * (a + 2)")) // => { size: 5, depth: 3, names: 1, complexity: 11 }
 * ```
 */
export function measureExpression(expression: Expression): ExpressionMeasure {
  const names = new Set<string>();
  let complexity = 0;
  const visit = (node: Expression): { size: number; depth: number } => {
    const found = { size: 1, depth: 1 };
    if (node.kind === "name") names.add(node.name);
    if (node.kind === "call" && !isNegativeNumber(node)) {
      for (const arg of node.args) {
        const { size, depth } = visit(arg);
        found.size += size;
        found.depth = Math.max(found.depth, 1 + depth);
      }
    }
    complexity += found.size;
    return found;
  };
  const { size, depth } = visit(expression);
  return { size, depth, names: names.size, complexity };
}

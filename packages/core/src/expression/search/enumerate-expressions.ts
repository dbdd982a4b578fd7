import type { Expression } from "../expression.ts";
import { functionSpec } from "../function/functions.ts";
import { type ExpressionGrammar, operandCount } from "./expression-grammar.ts";
import { callNode, expressionNodes, nameNode, numberNode } from "./expression-nodes.ts";
import { measureExpression } from "./measure-expression.ts";

/**
 * All expressions of a grammar with up to so many nodes, the smallest first.
 *
 * Operands that may be swapped come in one order alone, so `a + b` is there and `b + a` is not. Their
 * number grows as a power of the size: take as many as are needed and stop.
 *
 * @paper 112 §Mechanism (formulas over k primitives)
 * @kind combinator
 * @alias enumerateExpressions
 *
 * ```ts doctest
 * import { formatExpression } from "@guerdon/core/expression";
 * import { enumerateExpressions, expressionGrammar } from "@guerdon/core/expression/search";
 * const grammar = expressionGrammar({ signals: ["a", "b"], constants: [], functions: ["+"] });
 * [...enumerateExpressions(grammar, 3)].map(formatExpression) // => ["a", "b", "a + a", "a + b", "b + b"]
 * ```
 */
export function* enumerateExpressions(grammar: ExpressionGrammar, maxSize: number): Generator<Expression> {
  const found: Found = { bySize: [[]], order: new Map() };
  for (let size = 1; size <= maxSize; size++) {
    const own: Expression[] = [];
    for (const expression of size === 1 ? leavesOf(grammar) : callsOf(grammar, size, found)) {
      own.push(expression);
      found.order.set(expression, found.order.size);
      yield expressionNodes(expression);
    }
    found.bySize.push(own);
  }
}

interface Found {
  readonly bySize: Expression[][];
  /** Place of each expression in the enumeration. */
  readonly order: Map<Expression, number>;
}

function leavesOf({ signals, constants }: ExpressionGrammar): readonly Expression[] {
  return [...signals.map(nameNode), ...constants.map(numberNode)];
}

function* callsOf(grammar: ExpressionGrammar, size: number, { bySize, order }: Found): Generator<Expression> {
  const placeOf = (node: Expression | undefined): number => order.get(node as Expression) as number;
  for (const fn of grammar.functions) {
    const swaps = functionSpec(fn).commutes === true;
    for (const args of operands(operandCount(fn), size - 1, bySize)) {
      if (swaps && args.some((arg, k) => k > 0 && placeOf(arg) < placeOf(args[k - 1]))) continue;
      const call = callNode(fn, args);
      if (measureExpression(call).depth <= grammar.maxDepth) yield call;
    }
  }
}

/** All lists of expressions whose sizes add up to `size`. */
function* operands(count: number, size: number, bySize: readonly Expression[][]): Generator<readonly Expression[]> {
  if (count === 0) {
    if (size === 0) yield [];
    return;
  }
  for (let own = 1; own <= size - count + 1; own++) {
    for (const first of bySize[own] ?? []) {
      for (const rest of operands(count - 1, size - own, bySize)) yield [first, ...rest];
    }
  }
}

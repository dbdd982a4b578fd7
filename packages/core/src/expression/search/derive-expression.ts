import type { Expression } from "../expression.ts";
import { type ExpressionGrammar, operandCount } from "./expression-grammar.ts";
import { callNode, expressionNodes, nameNode, numberNode } from "./expression-nodes.ts";

/** One way to go on where an operand is to stand. */
export type Production =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "call"; readonly fn: string; readonly operands: number };

/** What may stand where so many levels are left: signals, then constants, then functions, in the grammar's order. */
export function productionsOf(grammar: ExpressionGrammar, levels: number): readonly Production[] {
  const leaves: Production[] = [
    ...grammar.signals.map((name) => ({ kind: "name", name }) as const),
    ...grammar.constants.map((value) => ({ kind: "number", value }) as const),
  ];
  if (levels <= 1) return leaves;
  return [...leaves, ...grammar.functions.map((fn) => ({ kind: "call", fn, operands: operandCount(fn) }) as const)];
}

/**
 * Derives an expression from a grammar, one choice at a time from the top left.
 *
 * Whoever chooses may be a policy that learns: it sees what is allowed and how deep it stands, and the
 * sequence of its choices is the action whose reward the expression earns.
 *
 * @param choose - index of one of the productions allowed
 * @paper 112 §Mechanism (a policy writes formulas, masked to what is valid)
 * @kind combinator
 *
 * ```ts doctest
 * import { formatExpression } from "@guerdon/core/expression";
 * import { deriveExpression, expressionGrammar } from "@guerdon/core/expression/search";
 * const choices = [3, 0, 1];
 * formatExpression(deriveExpression(expressionGrammar({ signals: ["a", "b"] }), () => choices.shift())) // => "a + b"
 * ```
 */
export function deriveExpression(
  grammar: ExpressionGrammar,
  choose: (allowed: readonly Production[], depth: number) => number | undefined,
): Expression {
  const derive = (depth: number): Expression => {
    const allowed = productionsOf(grammar, grammar.maxDepth - depth);
    const production = allowed[choose(allowed, depth) ?? 0] ?? (allowed[0] as Production);
    if (production.kind === "name") return nameNode(production.name);
    if (production.kind === "number") return numberNode(production.value);
    return callNode(
      production.fn,
      Array.from({ length: production.operands }, () => derive(depth + 1)),
    );
  };
  return expressionNodes(derive(0));
}

import type { Expression } from "../expression.ts";
import { deriveExpression } from "./derive-expression.ts";
import type { ExpressionGrammar } from "./expression-grammar.ts";
import { expressionNodes } from "./expression-nodes.ts";
import { expressionParts, withPart } from "./expression-parts.ts";
import { uniforms } from "./random-expression.ts";

/**
 * Replaces one part of an expression, drawn at random, by a new one of the grammar.
 *
 * The result is no deeper than the grammar allows, unless the expression was; the same seed and number
 * give the same mutant.
 *
 * @kind combinator
 * @alias mutateExpression
 *
 * ```ts doctest
 * import { parseExpression } from "@guerdon/core/expression";
 * import { expressionGrammar, measureExpression, mutateExpression } from "@guerdon/core/expression/search";
 * const grammar = expressionGrammar({ signals: ["a", "b"], maxDepth: 3 });
 * measureExpression(mutateExpression(parseExpression("a + b * a"), grammar, 7)).depth <= 3 // => true
 * ```
 */
export function mutateExpression(
  expression: Expression,
  grammar: ExpressionGrammar,
  seed: number,
  number = 0,
): Expression {
  const uniform = uniforms(seed, `mutation ${number}`);
  const parts = expressionParts(expression);
  const place = Math.floor(uniform() * parts.length);
  const above = (parts[place]?.depth ?? 1) - 1;
  const fitting = { ...grammar, maxDepth: Math.max(1, grammar.maxDepth - above) };
  const part = deriveExpression(fitting, (allowed) => Math.floor(uniform() * allowed.length));
  return expressionNodes(withPart(expression, place, part));
}

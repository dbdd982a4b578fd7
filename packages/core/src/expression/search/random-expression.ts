import { streamKey, uniformAt } from "../../random/index.ts";
import type { Expression } from "../expression.ts";
import { deriveExpression } from "./derive-expression.ts";
import type { ExpressionGrammar } from "./expression-grammar.ts";

/** A stream of numbers in [0, 1) that depends on nothing but seed and name. */
export function uniforms(seed: number, name: string): () => number {
  const key = streamKey(seed, name);
  let counter = 0;
  return () => uniformAt(key, counter++);
}

/**
 * Draws an expression of a grammar: the same seed and number, the same expression.
 *
 * Below the top every production that fits is as likely as any other.
 *
 * @paper 112 §Mechanism (a population of formulas)
 * @kind combinator
 * @alias randomExpression
 *
 * ```ts doctest
 * import { formatExpression } from "@guerdon/core/expression";
 * import { expressionGrammar, randomExpression } from "@guerdon/core/expression/search";
 * const grammar = expressionGrammar({ signals: ["a", "b"] });
 * formatExpression(randomExpression(grammar, 7, 1)) === formatExpression(randomExpression(grammar, 7, 1)) // => true
 * ```
 */
export function randomExpression(grammar: ExpressionGrammar, seed: number, number = 0): Expression {
  const uniform = uniforms(seed, `expression ${number}`);
  return deriveExpression(grammar, (allowed) => Math.floor(uniform() * allowed.length));
}

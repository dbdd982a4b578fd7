import type { Expression } from "../expression.ts";
import { expressionNodes } from "./expression-nodes.ts";
import { expressionParts, withPart } from "./expression-parts.ts";
import { measureExpression } from "./measure-expression.ts";
import { uniforms } from "./random-expression.ts";

/**
 * Puts a part of one expression, drawn at random, in the place of a part of another.
 *
 * The part is drawn among those that keep the result within `maxDepth`; the same seed and number give
 * the same child.
 *
 * @param host - the expression that loses a part
 * @param donor - the expression the new part is from
 * @kind combinator
 * @alias crossExpressions
 *
 * ```ts doctest
 * import { formatExpression, parseExpression } from "@guerdon/core/expression";
 * import { crossExpressions } from "@guerdon/core/expression/search";
 * formatExpression(crossExpressions(parseExpression("a"), parseExpression("b"), { seed: 7 })) // => "b"
 * ```
 */
export function crossExpressions(
  host: Expression,
  donor: Expression,
  { seed, number = 0, maxDepth = 8 }: { readonly seed: number; readonly number?: number; readonly maxDepth?: number },
): Expression {
  const uniform = uniforms(seed, `crossing ${number}`);
  const places = expressionParts(host);
  const place = Math.floor(uniform() * places.length);
  const above = (places[place]?.depth ?? 1) - 1;
  const fitting = expressionParts(donor).filter(({ node }) => above + measureExpression(node).depth <= maxDepth);
  const part = fitting[Math.floor(uniform() * fitting.length)];
  return expressionNodes(part === undefined ? host : withPart(host, place, part.node));
}

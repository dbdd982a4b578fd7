import type { Trend } from "../piece/piece.ts";
import { branchScopes, measure, measureOperands } from "./analyse/measure.ts";
import { decidesPresence } from "./analyse/presence.ts";
import { makeScope, type Ranges, type Scope } from "./analyse/scope.ts";
import type { CallNode, Expression } from "./expression.ts";
import { functionSpec } from "./function/functions.ts";
import { both, chain, FLAT, UNKNOWN, UP } from "./function/slope.ts";
import { width } from "./interval-arithmetic.ts";
import { isReduction } from "./level-of.ts";
import { operandsOf } from "./operands-of.ts";

/**
 * How an expression moves while one name grows and all others stay, where it has a value.
 *
 * Increasing means never falling, decreasing never rising. `unknown` says only that the signs of
 * the ranges do not tell.
 *
 * ```ts doctest
 * import { parseExpression, trendOf } from "@guerdon/core/expression";
 * const ranges = new Map([["good", { min: 0, max: 1 }], ["length", { min: 0, max: 512 }]]);
 * trendOf(parseExpression("good * (1 - length / 512)"), "length", ranges) // => "decreasing"
 * ```
 */
export function trendOf(expression: Expression, name: string, ranges: Ranges): Trend {
  return trendIn(expression, name, makeScope(ranges));
}

function trendIn(node: Expression, name: string, scope: Scope): Trend {
  if (node.kind === "number") return FLAT;
  if (node.kind === "name") return node.name === name ? UP : FLAT;
  if (isReduction(node)) return trendIn(node.args[0] as Expression, name, scope.root ?? scope);
  const { tolerates, guards } = functionSpec(node.fn);
  if (tolerates && decidesPresence(node.args[0] as Expression, name)) return UNKNOWN;
  if (width(measure(node, scope)) === 0) return FLAT;
  return guards ? trendOfBranches(node, name, scope) : trendOfCall(node, name, scope, () => scope);
}

function trendOfBranches(node: CallNode, name: string, scope: Scope): Trend {
  const [condition, yes, no] = operandsOf(node) as readonly [Expression, Expression, Expression];
  const scopes = branchScopes(condition, scope);
  if (scopes.yes === undefined || scopes.no === undefined) {
    if (scopes.yes !== undefined) return trendIn(yes, name, scopes.yes);
    return scopes.no === undefined ? FLAT : trendIn(no, name, scopes.no);
  }
  const { yes: ofYes, no: ofNo } = scopes;
  return trendOfCall(node, name, scope, (k) => [scope, ofYes, ofNo][k] as Scope);
}

function trendOfCall(node: CallNode, name: string, scope: Scope, scopeOf: (k: number) => Scope): Trend {
  const spec = functionSpec(node.fn);
  const operands = operandsOf(node);
  const slopes = spec.slopes(measureOperands(spec, operands, scope));
  return operands.reduce<Trend>(
    (trend, operand, k) => both(trend, chain(slopes[k] as Trend, trendIn(operand, name, scopeOf(k)))),
    FLAT,
  );
}

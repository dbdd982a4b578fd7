import type { Trend } from "../piece/piece.ts";
import { branchScopes, measure, measureOperands } from "./analyse/measure.ts";
import { mergeTerms } from "./analyse/merge-terms.ts";
import { decidesPresence } from "./analyse/presence.ts";
import { makeScope, type Ranges, type Scope } from "./analyse/scope.ts";
import { type Visit, visitOnce } from "./analyse/visit.ts";
import type { CallNode, Expression } from "./expression.ts";
import { functionSpec } from "./function/functions.ts";
import { both, chain, FLAT, slopeOf, UNKNOWN, UP } from "./function/slope.ts";
import { point, width } from "./interval-arithmetic.ts";
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
  return visitOnce<Trend>((node, scope, visit) => trendIn(node, name, scope, visit))(expression, makeScope(ranges));
}

function trendIn(node: Expression, name: string, scope: Scope, visit: Visit<Trend>): Trend {
  if (node.kind === "number") return FLAT;
  if (node.kind === "name") return node.name === name ? UP : FLAT;
  const { tolerates, guards } = functionSpec(node.fn);
  const reduces = isReduction(node);
  const first = node.args[0] as Expression;
  if ((tolerates || reduces) && decidesPresence(first, name)) return UNKNOWN;
  if (reduces) return visit(first, scope.root ?? scope);
  if (width(measure(node, scope)) === 0) return FLAT;
  if (guards) return trendOfBranches(node, scope, visit);
  const trend = trendOfCall(node, scope, visit, () => scope);
  return trend === UNKNOWN ? trendOfMerged(node, scope, visit) : trend;
}

function trendOfMerged(node: CallNode, scope: Scope, visit: Visit<Trend>): Trend {
  const merged = mergeTerms(node);
  if (merged === undefined) return UNKNOWN;
  return merged.terms.reduce<Trend>(
    (trend, { operand, weight }) => both(trend, chain(slopeOf(point(weight)), visit(operand, scope))),
    FLAT,
  );
}

function trendOfBranches(node: CallNode, scope: Scope, visit: Visit<Trend>): Trend {
  const [condition, yes, no] = operandsOf(node) as readonly [Expression, Expression, Expression];
  const scopes = branchScopes(condition, scope);
  if (scopes.yes === undefined || scopes.no === undefined) {
    if (scopes.yes !== undefined) return visit(yes, scopes.yes);
    return scopes.no === undefined ? FLAT : visit(no, scopes.no);
  }
  const { yes: ofYes, no: ofNo } = scopes;
  return trendOfCall(node, scope, visit, (k) => [scope, ofYes, ofNo][k] as Scope);
}

function trendOfCall(node: CallNode, scope: Scope, visit: Visit<Trend>, scopeOf: (k: number) => Scope): Trend {
  const spec = functionSpec(node.fn);
  const operands = operandsOf(node);
  const slopes = spec.slopes(measureOperands(spec, operands, scope));
  return operands.reduce<Trend>(
    (trend, operand, k) => both(trend, chain(slopes[k] as Trend, visit(operand, scopeOf(k)))),
    FLAT,
  );
}

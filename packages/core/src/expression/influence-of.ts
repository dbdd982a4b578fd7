import { branchScopes, measure, measureOperands } from "./analyse/measure.ts";
import { mergeTerms } from "./analyse/merge-terms.ts";
import { decidesPresence, mentions } from "./analyse/presence.ts";
import { makeScope, type Ranges, rangeOfName, type Scope } from "./analyse/scope.ts";
import { type Visit, visitOnce } from "./analyse/visit.ts";
import type { CallNode, Expression } from "./expression.ts";
import { functionSpec } from "./function/functions.ts";
import { width } from "./interval-arithmetic.ts";
import { isReduction } from "./level-of.ts";
import { operandsOf } from "./operands-of.ts";

/**
 * A bound of how much an expression changes when one name alone moves over its range.
 *
 * @returns Infinity when there is no bound, undefined when the expression does not read the name
 *
 * ```ts doctest
 * import { influenceOf, parseExpression } from "@guerdon/core/expression";
 * const ranges = new Map([["good", { min: 0, max: 1 }], ["calls", { min: -3, max: 3 }]]);
 * influenceOf(parseExpression("calls + gate(calls > 0, 0.5 * good)"), "good", ranges) // => 0.5
 * ```
 */
export function influenceOf(expression: Expression, name: string, ranges: Ranges): number | undefined {
  if (!mentions(expression, name)) return undefined;
  return visitOnce<number>((node, scope, visit) => changeIn(node, name, scope, visit))(expression, makeScope(ranges));
}

function changeIn(node: Expression, name: string, scope: Scope, visit: Visit<number>): number {
  if (node.kind === "number") return 0;
  if (node.kind === "name") return node.name === name ? width(rangeOfName(name, scope.ranges)) : 0;
  const { guards } = functionSpec(node.fn);
  const change = guards
    ? changeOfBranches(node, name, scope, visit)
    : changeOfCall(node, name, scope, visit, () => scope);
  return change === 0 ? 0 : Math.min(change, width(measure(node, scope)), changeOfMerged(node, scope, visit));
}

function changeOfMerged(node: CallNode, scope: Scope, visit: Visit<number>): number {
  const merged = mergeTerms(node);
  if (merged === undefined) return Number.POSITIVE_INFINITY;
  let total = 0;
  for (const { operand, weight } of merged.terms) {
    if (weight !== 0) total += Math.abs(weight) * visit(operand, scope);
  }
  return total;
}

function changeOfBranches(node: CallNode, name: string, scope: Scope, visit: Visit<number>): number {
  const [condition, yes, no] = operandsOf(node) as readonly [Expression, Expression, Expression];
  const scopes = branchScopes(condition, scope);
  if (scopes.yes === undefined || scopes.no === undefined) {
    if (scopes.yes !== undefined) return visit(yes, scopes.yes);
    return scopes.no === undefined ? 0 : visit(no, scopes.no);
  }
  const { yes: ofYes, no: ofNo } = scopes;
  return changeOfCall(node, name, scope, visit, (k) => [scope, ofYes, ofNo][k] as Scope);
}

function changeOfCall(
  node: CallNode,
  name: string,
  scope: Scope,
  visit: Visit<number>,
  scopeOf: (k: number) => Scope,
): number {
  if (!mentions(node, name)) return 0;
  const spec = functionSpec(node.fn);
  const reduces = isReduction(node);
  if ((reduces || spec.tolerates) && decidesPresence(node.args[0] as Expression, name)) return Number.POSITIVE_INFINITY;
  const root = scope.root ?? scope;
  const operands = operandsOf(node);
  const changes = operands.map((operand, k) => visit(operand, reduces ? root : scopeOf(k)));
  if (changes.every((change) => change === 0)) return 0;
  const ranges = measureOperands(spec, operands, reduces ? root : scope);
  const change = spec.spread?.(changes, ranges) ?? Number.POSITIVE_INFINITY;
  return Number.isNaN(change) ? Number.POSITIVE_INFINITY : change;
}

import { formatRounded } from "./analyse/format-rounded.ts";
import { branchScopes } from "./analyse/measure.ts";
import { makeScope, type Ranges, rangeOfName, type Scope } from "./analyse/scope.ts";
import type { Expression, Place } from "./expression.ts";
import { formatExpression, formatName } from "./format-expression.ts";
import { functionSpec } from "./function/functions.ts";
import { isReduction } from "./level-of.ts";
import { namesOf } from "./names-of.ts";
import { operandsOf } from "./operands-of.ts";

export interface DeadGate extends Place {
  readonly reason: string;
}

/**
 * The gates whose condition is never true, or always is, by the ranges of the names.
 *
 * ```ts doctest
 * import { deadGatesOf, parseExpression } from "@guerdon/core/expression";
 * deadGatesOf(parseExpression("gate(calls > 5, good)"), new Map([["calls", { min: -3, max: 3 }]]))[0]?.reason // => "calls > 5 is never true: `calls` is in [-3, 3]."
 * ```
 */
export function deadGatesOf(expression: Expression, ranges: Ranges): readonly DeadGate[] {
  const found: DeadGate[] = [];
  visit(expression, makeScope(ranges), found);
  return found;
}

function visit(node: Expression, scope: Scope, found: DeadGate[]): void {
  if (node.kind !== "call") return;
  const inner = isReduction(node) ? (scope.root ?? scope) : scope;
  const operands = operandsOf(node);
  if (!functionSpec(node.fn).guards) {
    for (const operand of operands) visit(operand, inner, found);
    return;
  }
  const [condition, yes, no] = operands as readonly [Expression, Expression, Expression];
  const scopes = branchScopes(condition, scope);
  if (scopes.yes === undefined) found.push(deadGate(node, condition, "never true", scope));
  else if (scopes.no === undefined) found.push(deadGate(node, condition, "always true", scope));
  visit(condition, scope, found);
  if (scopes.yes !== undefined) visit(yes, scopes.yes, found);
  if (scopes.no !== undefined) visit(no, scopes.no, found);
}

function deadGate({ at, end }: Place, condition: Expression, verdict: string, { ranges }: Scope): DeadGate {
  const because = namesOf(condition).map(
    (name) => `\`${formatName(name)}\` is in ${formatRounded(rangeOfName(name, ranges))}`,
  );
  const reason = because.length === 0 ? "" : `: ${because.join(" and ")}`;
  return { at, end, reason: `${formatExpression(condition)} is ${verdict}${reason}.` };
}

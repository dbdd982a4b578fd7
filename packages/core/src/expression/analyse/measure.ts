import { type Interval, UNBOUNDED } from "../../signal/interval.ts";
import type { CallNode, Expression, Place } from "../expression.ts";
import { formatExpression } from "../format-expression.ts";
import type { FunctionSpec, Hazard } from "../function/function-spec.ts";
import { functionSpec } from "../function/functions.ts";
import { add, intersect, magnitude, multiply, point } from "../interval-arithmetic.ts";
import { isReduction } from "../level-of.ts";
import { namesOf } from "../names-of.ts";
import { operandsOf } from "../operands-of.ts";
import { formatRounded } from "./format-rounded.ts";
import { mergeTerms } from "./merge-terms.ts";
import { narrowRanges } from "./narrow-ranges.ts";
import { sameTree } from "./same-tree.ts";
import { type BranchScopes, makeScope, rangeOfName, type Scope } from "./scope.ts";

/** More than the rounding of a sum of few terms, as a part of the sum of their sizes. */
const ROUNDING = 2 ** -45;

/** Told of each call whose value may not be finite. */
export type OnHazard = (hazard: Hazard & Place) => void;

/** The range of an expression in a scope, by interval arithmetic; found once for each scope. */
export function measure(node: Expression, scope: Scope, onHazard?: OnHazard): Interval {
  if (node.kind === "number") return point(node.value);
  if (node.kind === "name") return rangeOfName(node.name, scope.ranges);
  const known = scope.known.get(node);
  if (known !== undefined) return known;
  const range = measureCall(node, scope, onHazard);
  scope.known.set(node, range);
  return range;
}

function measureCall(node: CallNode, scope: Scope, onHazard?: OnHazard): Interval {
  const spec = functionSpec(node.fn);
  if (isReduction(node)) {
    const members = measure(node.args[0] as Expression, scope.root ?? scope, onHazard);
    return spec.reduce?.range(members) ?? UNBOUNDED;
  }
  const operands = operandsOf(node);
  const ranges = measureOperands(spec, operands, scope, onHazard);
  if (onHazard !== undefined) report(node, spec, ranges, onHazard);
  const [a, b] = operands;
  const same = spec.rangeOfSame !== undefined && sameTree(a as Expression, b as Expression);
  if (same && spec.rangeOfSame) return spec.rangeOfSame(ranges[0] as Interval);
  const range = spec.range(ranges);
  const merged = spec.addsTimes && measureMerged(node, scope);
  return merged ? (intersect(range, merged) ?? range) : range;
}

/** The range of a sum after merging equal operands, with room for what merging changes in the rounding. */
function measureMerged(node: CallNode, scope: Scope): Interval | undefined {
  const merged = mergeTerms(node);
  if (merged === undefined) return undefined;
  let total = point(merged.constant);
  for (const { operand, weight } of merged.terms) {
    total = add(total, multiply(point(weight), measure(operand, scope)));
  }
  let sizes = 0;
  for (const { operand, weight } of merged.original) sizes += Math.abs(weight) * magnitude(measure(operand, scope));
  const room = ROUNDING * sizes;
  return Number.isFinite(room) ? add(total, { min: -room, max: room }) : undefined;
}

/** The ranges of all operands; a branch that is never taken counts as the other. */
export function measureOperands(
  spec: FunctionSpec,
  operands: readonly Expression[],
  scope: Scope,
  onHazard?: OnHazard,
): readonly Interval[] {
  if (!spec.guards) return operands.map((operand) => measure(operand, scope, onHazard));
  const [condition, yes, no] = operands as readonly [Expression, Expression, Expression];
  const truth = measure(condition, scope, onHazard);
  const scopes = branchScopes(condition, scope);
  const ofYes = scopes.yes && measure(yes, scopes.yes, onHazard);
  const ofNo = scopes.no && measure(no, scopes.no, onHazard);
  return [truth, ofYes ?? ofNo ?? UNBOUNDED, ofNo ?? ofYes ?? UNBOUNDED];
}

/** The scopes of both branches of a condition. */
export function branchScopes(condition: Expression, scope: Scope): BranchScopes {
  const known = scope.branches.get(condition);
  if (known !== undefined) return known;
  const truth = measure(condition, scope);
  const branch = (holds: boolean): Scope | undefined => {
    const ranges = narrowRanges(condition, holds, scope.ranges, (operand) => measure(operand, scope));
    return ranges && makeScope(ranges, scope);
  };
  const scopes = { yes: truth.max <= 0 ? undefined : branch(true), no: truth.min > 0 ? undefined : branch(false) };
  scope.branches.set(condition, scopes);
  return scopes;
}

function report(node: CallNode, spec: FunctionSpec, ranges: readonly Interval[], onHazard: OnHazard): void {
  const hazard = spec.hazard?.(ranges);
  if (hazard === undefined) return;
  const places = new Set<string>();
  node.args.forEach((arg, k) => {
    if (namesOf(arg).length > 0) places.add(`\`${formatExpression(arg)}\` in ${formatRounded(ranges[k] as Interval)}`);
  });
  const where = places.size === 0 ? "" : `, with ${[...places].join(" and ")}`;
  onHazard({
    at: node.at,
    end: node.end,
    kind: hazard.kind,
    reason: `${formatExpression(node)} ${hazard.reason}${where}`,
  });
}

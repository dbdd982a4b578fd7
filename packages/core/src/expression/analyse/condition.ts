import { constantOf } from "../evaluate/explain.ts";
import type { Expression } from "../expression.ts";
import type { Comparison } from "../function/function-spec.ts";
import { functionSpec } from "../function/functions.ts";
import { operandsOf } from "../operands-of.ts";

/** One comparison with a constant on the right where there is one; both sides as canonical text. */
export interface Fact {
  readonly kind: "fact";
  readonly left: string;
  readonly fn: string;
  readonly right: string | number;
}

/** What a condition says: comparisons joined by "all of" and "any of", with every `not` pushed inwards. */
export type Condition = Fact | { readonly kind: "all" | "any"; readonly parts: readonly Condition[] };

/** The condition that an expression is positive, or that it is not. */
export function conditionOf(expression: Expression, holds: boolean): Condition {
  const spec = expression.kind === "call" ? functionSpec(expression.fn) : undefined;
  const args = expression.kind === "call" ? expression.args : [];
  if (spec?.comparison !== undefined) {
    const [left, right] = args as readonly [Expression, Expression];
    return factOf(left, holds ? spec.name : spec.comparison.negated, right);
  }
  if (spec?.connects === "none") return conditionOf(args[0] as Expression, !holds);
  if (spec?.connects !== undefined) {
    const kind = (spec.connects === "all") === holds ? "all" : "any";
    return { kind, parts: args.map((arg) => conditionOf(arg, holds)) };
  }
  return factOf(expression, holds ? ">" : "<=", { kind: "number", value: 0, at: 0, end: 0 });
}

function factOf(left: Expression, fn: string, right: Expression): Fact {
  const [a, b] = [sideOf(left), sideOf(right)];
  const swap = typeof b === "string" && (typeof a === "number" || a > b);
  if (!swap) return { kind: "fact", left: String(a), fn, right: b };
  return { kind: "fact", left: b, fn: (functionSpec(fn).comparison as Comparison).swapped, right: a };
}

function sideOf(expression: Expression): string | number {
  return constantOf(expression) ?? canonicalText(expression);
}

/** A text that two expressions share when they are the same but for the order of operands. */
function canonicalText(node: Expression): string {
  if (node.kind === "number") return String(node.value);
  if (node.kind === "name") return JSON.stringify(node.name);
  const texts = operandsOf(node).map(canonicalText);
  if (functionSpec(node.fn).commutes) texts.sort();
  return `${node.fn}(${texts.join(",")})`;
}

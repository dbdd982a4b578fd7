import { failed, graver, isFillable, type Missing } from "../../signal/outcome.ts";
import { fullSignal } from "../../signal/signal.ts";
import type { CallNode, Expression } from "../expression.ts";
import { formatExpression } from "../format-expression.ts";
import {
  ABSTAINED,
  FAILED_BY_CANDIDATE,
  type Kernel,
  PRESENT,
  type Slice,
  UNFILLABLE,
} from "../function/function-spec.ts";
import { functionSpec } from "../function/functions.ts";
import { isReduction } from "../level-of.ts";
import { namesOf } from "../names-of.ts";
import { operandsOf } from "../operands-of.ts";
import { type Column, valueAt } from "./column.ts";

type Value = number | Missing;

/**
 * The value of an expression at one index, or why it is missing.
 *
 * Walks the tree, and so is only for the few values whose story matters.
 */
export function explain(node: Expression, columnOf: (leaf: Expression) => Column, at: number): Value {
  if (node.kind === "number") return node.value;
  if (node.kind === "name" || isReduction(node)) return valueAt(columnOf(node), at);
  const { pick, kernel } = functionSpec(node.fn);
  const operands = operandsOf(node);
  const first = explain(operands[0] as Expression, columnOf, at);
  if (pick !== undefined) {
    const index = pick(stateOf(first), typeof first === "number" ? first : 0);
    return index === 0 ? first : explain(operands[index] as Expression, columnOf, at);
  }
  return apply(node, kernel, [first, ...operands.slice(1).map((operand) => explain(operand, columnOf, at))]);
}

/** The value of an expression without names, where it has one. */
export function constantOf(node: Expression): number | undefined {
  if (namesOf(node).length > 0) return undefined;
  const value = explain(node, nothing, 0);
  return typeof value === "number" ? value : undefined;
}

function nothing(leaf: Expression): Column {
  return { signal: fullSignal("batch", []), text: formatExpression(leaf) };
}

function apply(node: CallNode, kernel: Kernel, values: readonly Value[]): Value {
  const missing = values.filter((value) => typeof value !== "number");
  if (missing.length > 0) return missing.reduce(graver);
  const numbers = values as readonly number[];
  kernel(1, RESULT, numbers.map(single));
  const value = RESULT.values[0] as number;
  return Number.isFinite(value) ? value : failed("engine", notFinite(node, numbers));
}

const RESULT: Slice = { values: new Float64Array(1), from: 0 };
const OPERANDS: Slice[] = [];

/** Puts operand k into a column of one value, used again by the next call. */
function single(value: number, k: number): Slice {
  OPERANDS[k] ??= { values: new Float64Array(1), from: 0 };
  const slice = OPERANDS[k] as Slice;
  slice.values[0] = value;
  return slice;
}

function notFinite(node: CallNode, values: readonly number[]): string {
  const operands = new Map<string, number>();
  node.args.forEach((arg, k) => {
    if (arg.kind !== "number") operands.set(formatExpression(arg), values[k] as number);
  });
  const places = [...operands].map(([text, value]) => `${text} = ${value}`);
  return `${formatExpression(node)} is not finite${places.length === 0 ? "" : ` at ${places.join(", ")}`}`;
}

function stateOf(value: Value): number {
  if (typeof value === "number") return PRESENT;
  if (value.kind === "abstained") return ABSTAINED;
  return isFillable(value) ? FAILED_BY_CANDIDATE : UNFILLABLE;
}

import { constantOf } from "./evaluate/explain.ts";
import type { CallNode, Expression } from "./expression.ts";
import { functionSpec } from "./function/functions.ts";

export interface WeightedTerm {
  readonly operand: Expression;
  readonly weight: number;
}

/** The terms of a chain of sums and differences, in order; undefined when the call is neither. */
export function weightedTerms(call: CallNode): readonly WeightedTerm[] | undefined {
  const terms: WeightedTerm[] = [];
  let node: Expression = call;
  for (let weight = weightOf(node); weight !== undefined; weight = weightOf(node)) {
    const [left, right] = (node as CallNode).args as readonly [Expression, Expression];
    terms.push(weighted(right, weight));
    node = left;
  }
  return terms.length === 0 ? undefined : [weighted(node, 1), ...terms.reverse()];
}

function weightOf(node: Expression): number | undefined {
  return node.kind === "call" ? functionSpec(node.fn).addsTimes : undefined;
}

/** Takes a constant factor into the weight. */
function weighted(operand: Expression, weight: number): WeightedTerm {
  if (operand.kind !== "call" || !functionSpec(operand.fn).multiplies) return { operand, weight };
  const [a, b] = operand.args as readonly [Expression, Expression];
  const [left, right] = [constantOf(a), constantOf(b)];
  if (left !== undefined && right === undefined) return { operand: b, weight: weight * left };
  return left === undefined && right !== undefined ? { operand: a, weight: weight * right } : { operand, weight };
}

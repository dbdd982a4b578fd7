import { type Condition, conditionOf } from "./analyse/condition.ts";
import { implies } from "./analyse/implies.ts";
import type { Expression, NameNode, Place } from "./expression.ts";
import { functionSpec } from "./function/functions.ts";

export interface Leak extends Place {
  readonly name: string;
}

/**
 * The places that read a name which may be missing there because its condition does not hold.
 *
 * A name with a condition is read safely within a branch of `gate` or `where` that implies the
 * condition, and within the first operand of `default` or `present`.
 *
 * @param conditions - the `when` of each name that has one
 *
 * ```ts doctest
 * import { leaksOf, parseExpression } from "@guerdon/core/expression";
 * const conditions = new Map([["good", parseExpression("calls > 0")]]);
 * leaksOf(parseExpression("gate(calls > 1, good) + good"), conditions) // => [{ name: "good", at: 24, end: 28 }]
 * ```
 */
export function leaksOf(expression: Expression, conditions: ReadonlyMap<string, Expression>): readonly Leak[] {
  const needed = new Map([...conditions].map(([name, condition]) => [name, conditionOf(condition, true)]));
  const leaks: Leak[] = [];

  const read = ({ name, at, end }: NameNode, given: readonly Condition[]): void => {
    const condition = needed.get(name);
    if (condition !== undefined && !implies(given, condition)) leaks.push({ name, at, end });
  };
  const visit = (node: Expression, given: readonly Condition[]): void => {
    if (node.kind === "name") read(node, given);
    if (node.kind !== "call") return;
    const { guards, tolerates } = functionSpec(node.fn);
    const [first, yes, no] = node.args as readonly [Expression, Expression?, Expression?];
    if (!tolerates) visit(first, given);
    if (!guards) {
      for (const arg of node.args.slice(1)) visit(arg, given);
      return;
    }
    if (yes !== undefined) visit(yes, [...given, conditionOf(first, true)]);
    if (no !== undefined) visit(no, [...given, conditionOf(first, false)]);
  };
  visit(expression, []);
  return leaks;
}

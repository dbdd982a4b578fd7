import type { Expression } from "../expression.ts";
import { functionSpec } from "../function/functions.ts";

/** Tells whether an expression reads a name. */
export function mentions(node: Expression, name: string): boolean {
  if (node.kind === "call") return node.args.some((arg) => mentions(arg, name));
  return node.kind === "name" && node.name === name;
}

/** Tells whether the value of a name may decide which operands count, and so whether there is a value. */
export function decidesPresence(node: Expression, name: string): boolean {
  if (node.kind !== "call") return false;
  const picks = functionSpec(node.fn).pick !== undefined && mentions(node.args[0] as Expression, name);
  return picks || node.args.some((arg) => decidesPresence(arg, name));
}

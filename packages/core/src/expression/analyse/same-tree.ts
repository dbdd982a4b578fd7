import type { Expression } from "../expression.ts";

/** Tells whether two expressions are the same tree, wherever they stand. */
export function sameTree(a: Expression, b: Expression): boolean {
  if (a === b) return true;
  if (a.kind === "number") return b.kind === "number" && a.value === b.value;
  if (a.kind === "name") return b.kind === "name" && a.name === b.name;
  if (b.kind !== "call" || a.fn !== b.fn || a.args.length !== b.args.length) return false;
  return a.args.every((arg, k) => sameTree(arg, b.args[k] as Expression));
}

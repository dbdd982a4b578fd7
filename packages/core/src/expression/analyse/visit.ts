import type { Expression } from "../expression.ts";
import type { Scope } from "./scope.ts";

/** Finds something about a node in a scope. */
export type Visit<T> = (node: Expression, scope: Scope) => T;

/** Finds it once for each node and scope, so that a walk stays short however often it comes back. */
export function visitOnce<T>(find: (node: Expression, scope: Scope, visit: Visit<T>) => T): Visit<T> {
  const found = new Map<Scope, Map<Expression, T>>();
  const visit: Visit<T> = (node, scope) => {
    const inScope = found.get(scope) ?? new Map<Expression, T>();
    found.set(scope, inScope);
    const known = inScope.get(node);
    if (known !== undefined) return known;
    const value = find(node, scope, visit);
    inScope.set(node, value);
    return value;
  };
  return visit;
}

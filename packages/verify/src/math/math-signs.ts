import type { RelationSign } from "./math-node.ts";

/** Relation signs by their symbol or command. */
export const RELATION_SIGNS: ReadonlyMap<string, RelationSign> = new Map(
  (
    [
      ["=", "= equiv coloneqq"],
      ["<", "< lt"],
      [">", "> gt"],
      ["≤", "≤ le leq leqslant"],
      ["≥", "≥ ge geq geqslant"],
      ["≠", "≠ ne neq"],
      ["≈", "approx simeq sim thickapprox doteq"],
    ] as const
  ).flatMap(([sign, names]) => names.split(" ").map((name): [string, RelationSign] => [name, sign])),
);

/** Operators on sets. */
export type SetOperator = "union" | "intersection" | "without";
/** Set operators by their command. */
export const SET_OPERATORS: ReadonlyMap<string, SetOperator> = new Map([
  ["cup", "union"],
  ["bigcup", "union"],
  ["cap", "intersection"],
  ["bigcap", "intersection"],
  ["setminus", "without"],
  ["backslash", "without"],
  ["smallsetminus", "without"],
]);

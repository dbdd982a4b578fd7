import { type Interval, UNBOUNDED } from "../../signal/interval.ts";
import type { Expression } from "../expression.ts";

export type Ranges = ReadonlyMap<string, Interval>;

/** What is known about the names at one place of an expression, and what was found there before. */
export interface Scope {
  readonly ranges: Ranges;
  /** The scope outside every condition, unless this is it: a reduction also reads members for which the condition is false. */
  readonly root: Scope | undefined;
  readonly known: Map<Expression, Interval>;
  readonly branches: Map<Expression, BranchScopes>;
}

/** The scopes of both branches of a condition; undefined for a branch that is never taken. */
export interface BranchScopes {
  readonly yes: Scope | undefined;
  readonly no: Scope | undefined;
}

export function makeScope(ranges: Ranges, outer?: Scope): Scope {
  return { ranges, root: outer?.root ?? outer, known: new Map(), branches: new Map() };
}

/** The range of a name; nothing is known of a name without one. */
export function rangeOfName(name: string, ranges: Ranges): Interval {
  return ranges.get(name) ?? UNBOUNDED;
}

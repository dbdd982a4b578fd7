import { UNBOUNDED } from "../../signal/interval.ts";
import type { Comparison } from "../function/function-spec.ts";
import { functionSpec } from "../function/functions.ts";
import { point } from "../interval-arithmetic.ts";
import type { Condition, Fact } from "./condition.ts";

/** Comparisons of facts after which a proof is given up, as one that was not found. */
const PATIENCE = 20_000;

/**
 * Tells whether a goal is seen to follow from what is given; `false` may also mean "not seen".
 *
 * Sees through "all of" and "any of", and from one comparison of a value to another of the same.
 */
export function implies(given: readonly Condition[], goal: Condition): boolean {
  let patience = PATIENCE;

  const follows = (facts: readonly Condition[], wanted: Condition): boolean => {
    if (--patience < 0) return false;
    if (wanted.kind === "all") return wanted.parts.every((part) => follows(facts, part));
    if (wanted.kind === "any" && wanted.parts.some((part) => follows(facts, part))) return true;
    return facts.some((fact) => gives(fact, wanted));
  };
  const gives = (fact: Condition, wanted: Condition): boolean => {
    if (--patience < 0) return false;
    if (fact.kind === "fact") return wanted.kind === "fact" && entails(fact, wanted);
    if (fact.kind === "any") return fact.parts.every((part) => follows(conjuncts(part), wanted));
    return follows(conjuncts(fact), wanted);
  };
  return follows(given.flatMap(conjuncts), goal);
}

function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === "all" ? condition.parts.flatMap(conjuncts) : [condition];
}

/** The fact leaves the left side an interval; the wanted one must hold all over it. */
function entails(fact: Fact, wanted: Fact): boolean {
  if (fact.left !== wanted.left) return false;
  if (fact.fn === wanted.fn && fact.right === wanted.right) return true;
  if (fact.right !== wanted.right && (typeof fact.right === "string" || typeof wanted.right === "string")) return false;
  const { narrow } = functionSpec(fact.fn).comparison as Comparison;
  const left = narrow(UNBOUNDED, bound(fact.right));
  return left === undefined || functionSpec(wanted.fn).range([left, bound(wanted.right)]).min === 1;
}

/** Two equal texts are compared as their difference is with 0. */
function bound(right: string | number): { min: number; max: number } {
  return point(typeof right === "number" ? right : 0);
}

import { constantOf } from "../evaluate/explain.ts";
import type { CallNode } from "../expression.ts";
import { type WeightedTerm, weightedTerms } from "../weighted-terms.ts";
import { sameTree } from "./same-tree.ts";

/** Longer chains are left as they are: comparing all pairs would take long. */
const MOST_TERMS = 32;

/** A sum in which each operand stands once: equal to the one it was made from, but for rounding. */
export interface MergedSum {
  readonly terms: readonly WeightedTerm[];
  readonly constant: number;
  /** The terms before merging. */
  readonly original: readonly WeightedTerm[];
}

/** Merges the terms of a sum that have the same operand; undefined when there are none to merge. */
export function mergeTerms(call: CallNode): MergedSum | undefined {
  const terms = weightedTerms(call);
  if (terms === undefined || terms.length > MOST_TERMS) return undefined;
  const merged: WeightedTerm[] = [];
  let constant = 0;
  let repeats = false;
  for (const term of terms) {
    const value = constantOf(term.operand);
    if (value !== undefined) {
      constant += term.weight * value;
      continue;
    }
    const known = merged.findIndex(({ operand }) => sameTree(operand, term.operand));
    if (known < 0) merged.push(term);
    else merged[known] = { operand: term.operand, weight: (merged[known] as WeightedTerm).weight + term.weight };
    repeats ||= known >= 0;
  }
  return repeats ? { terms: merged, constant, original: terms } : undefined;
}

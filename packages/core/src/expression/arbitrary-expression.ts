import * as fc from "fast-check";
import type { Expression } from "./expression.ts";
import { FUNCTIONS } from "./function/functions.ts";

/** Names that random expressions read. */
export const NAMES = ["a", "b", "c"] as const;

const number: fc.Arbitrary<Expression> = fc
  .oneof(fc.constantFrom(0, 1, 2, 3, 0.5, 10), fc.double({ min: 0, max: 100, noNaN: true }))
  .map((value) => ({ kind: "number", value: value + 0, at: 0, end: 0 }));

const name: fc.Arbitrary<Expression> = fc.constantFrom(...NAMES).map((n) => ({ kind: "name", name: n, at: 0, end: 0 }));

/** Random trees over all functions and operators, without reductions. */
export const expressions: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    { weight: 2, arbitrary: name },
    { weight: 1, arbitrary: number },
    { weight: 6, arbitrary: fc.constantFrom(...FUNCTIONS).chain((spec) => call(spec, tie("tree"))) },
  ),
})).tree;

function call(spec: (typeof FUNCTIONS)[number], tree: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const least = spec.reduce === undefined ? spec.arity[0] : 2;
  const most = Math.min(spec.arity[1], 3);
  return fc
    .array(tree, { minLength: least, maxLength: Math.max(least, most) })
    .map((args) => ({ kind: "call", fn: spec.name, args, at: 0, end: 0 }));
}

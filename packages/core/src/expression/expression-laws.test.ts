import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Interval } from "../signal/interval.ts";
import { flatLayout } from "../signal/layout.ts";
import { fullSignal, outcomeAt, type Signal } from "../signal/signal.ts";
import { evaluateExpression } from "./evaluate-expression.ts";
import type { Expression } from "./expression.ts";
import { formatExpression } from "./format-expression.ts";
import { FUNCTIONS } from "./function/functions.ts";
import { influenceOf } from "./influence-of.ts";
import { parseExpression } from "./parse-expression.ts";
import { rangeOf } from "./range-of.ts";
import { trendOf } from "./trend-of.ts";

const NAMES = ["a", "b", "c"] as const;
const POINTS = 12;

const numbers = fc
  .oneof(fc.constantFrom(0, 1, 2, 3, 0.5, 10), fc.double({ min: 0, max: 100, noNaN: true }))
  .map((value): Expression => ({ kind: "number", value: Math.abs(value), at: 0, end: 0 }));
const names = fc.constantFrom(...NAMES).map((name): Expression => ({ kind: "name", name, at: 0, end: 0 }));

/** Random trees over every function and operator of the table, without reductions. */
const expressions = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    { weight: 2, arbitrary: names },
    { weight: 1, arbitrary: numbers },
    { weight: 7, arbitrary: fc.constantFrom(...FUNCTIONS).chain((spec) => calls(spec, tie("tree"))) },
  ),
})).tree;

function calls(spec: (typeof FUNCTIONS)[number], tree: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const minLength = spec.reduce === undefined ? spec.arity[0] : 2;
  const maxLength = Math.max(minLength, Math.min(spec.arity[1], 3));
  return fc
    .array(tree, { minLength, maxLength })
    .map((args): Expression => ({ kind: "call", fn: spec.name, args, at: 0, end: 0 }));
}

const bounds = fc.oneof(fc.constantFrom(-1, 0, 1, 0.5, 3), fc.double({ min: -50, max: 50, noNaN: true }));
const boxes = fc
  .array(fc.tuple(bounds, bounds), { minLength: 3, maxLength: 3 })
  .map((ends) => new Map(NAMES.map((name, k) => [name, ordered(ends[k] as [number, number])])));
const fractions = fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const places = fc.array(fc.tuple(fractions, fractions, fractions), { minLength: POINTS, maxLength: POINTS });

function ordered([a, b]: [number, number]): Interval {
  return { min: Math.min(a, b), max: Math.max(a, b) };
}

/** Points of the box; in all but `free`, they share the first one's value. */
function sample(box: ReadonlyMap<string, Interval>, at: readonly number[][], free?: string): Map<string, Signal> {
  return new Map(
    [...box].map(([name, { min, max }], k) => {
      const column = at.map((point) => Math.min(max, min + (point[k] as number) * (max - min)));
      const values = free === undefined || free === name ? column : column.map(() => column[0] as number);
      return [name, fullSignal("rollout", free === name ? values.sort((a, b) => a - b) : values)];
    }),
  );
}

/** The values where there are any. */
function finiteOf(expression: Expression, signals: ReadonlyMap<string, Signal>): readonly number[] {
  const signal = evaluateExpression(expression, signals, flatLayout([POINTS]));
  return [...signal.values].filter((_, i) => signal.present[i % signal.present.length] === 1);
}

const runs = { numRuns: 4000 };
const slackOf = (...values: number[]): number => 1e-9 * Math.max(1e-3, ...values.map(Math.abs));

describe("every expression", () => {
  it("is the same after formatting and parsing, and formats to one text", () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const text = formatExpression(expression);
        const parsed = parseExpression(text);
        expect(withoutPlaces(parsed)).toEqual(withoutPlaces(expression));
        expect(formatExpression(parsed)).toBe(text);
        expect(JSON.parse(JSON.stringify(parsed))).toEqual(parsed);
      }),
      { numRuns: 1000 },
    );
  });

  it("has its values within its range, and none is missing but for a hazard", () => {
    fc.assert(
      fc.property(expressions, boxes, places, (expression, box, at) => {
        const { range, hazards } = rangeOf(expression, box);
        const signal = evaluateExpression(expression, sample(box, at), flatLayout([POINTS]));
        for (let i = 0; i < signal.values.length; i++) {
          const outcome = outcomeAt(signal, i);
          if (outcome.kind !== "scored") expect(hazards, JSON.stringify(outcome)).not.toHaveLength(0);
          else {
            const slack = slackOf(outcome.value);
            expect(outcome.value, formatExpression(expression)).toBeGreaterThanOrEqual(range.min - slack);
            expect(outcome.value, formatExpression(expression)).toBeLessThanOrEqual(range.max + slack);
          }
        }
      }),
      runs,
    );
  });

  it("moves as its trend says when one name grows", () => {
    fc.assert(
      fc.property(expressions, boxes, places, (expression, box, at) => {
        const trend = trendOf(expression, "a", box);
        if (trend === "unknown") return;
        const values = finiteOf(expression, sample(box, at, "a"));
        for (let i = 1; i < values.length; i++) {
          const change = (values[i] as number) - (values[i - 1] as number);
          const slack = slackOf(values[i] as number, values[i - 1] as number);
          const text = `${formatExpression(expression)} is ${trend}`;
          if (trend !== "increasing") expect(change, text).toBeLessThanOrEqual(slack);
          if (trend !== "decreasing") expect(change, text).toBeGreaterThanOrEqual(-slack);
        }
      }),
      runs,
    );
  });

  it("changes by no more than the influence of the name that moves", () => {
    fc.assert(
      fc.property(expressions, boxes, places, (expression, box, at) => {
        const influence = influenceOf(expression, "a", box) ?? 0;
        const values = finiteOf(expression, sample(box, at, "a"));
        if (values.length === 0) return;
        const change = Math.max(...values) - Math.min(...values);
        expect(change, formatExpression(expression)).toBeLessThanOrEqual(influence + slackOf(...values));
      }),
      runs,
    );
  });
});

function withoutPlaces(node: Expression): unknown {
  if (node.kind === "number") return node.value;
  return node.kind === "name" ? { name: node.name } : [node.fn, ...node.args.map(withoutPlaces)];
}

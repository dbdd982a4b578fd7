import { describe, expect, it } from "vitest";
import { fullSignal } from "../signal/index.ts";
import {
  CORRECT_CLASS,
  classDeviation,
  MISSING_CLASS,
  measureClass,
  newClassStatistics,
  outcomeClasses,
  WRONG_CLASS,
} from "./outcome-classes.ts";

const measured = (values: readonly number[], classes: readonly number[], from = 0, to = values.length) => {
  const into = newClassStatistics();
  measureClass(Float64Array.from(values), Uint8Array.from(classes), CORRECT_CLASS, from, to, into);
  return into;
};
const [W, C] = [WRONG_CLASS, CORRECT_CLASS];

describe("outcomeClasses", () => {
  it("tells correct (positive), wrong and missing rollouts apart", () => {
    const classes = outcomeClasses(fullSignal("rollout", [1, 0, -0.5, 5e-324, 9]), Uint8Array.of(1, 1, 1, 1, 0));
    expect([...classes]).toEqual([CORRECT_CLASS, WRONG_CLASS, WRONG_CLASS, CORRECT_CLASS, MISSING_CLASS]);
  });
});

describe("measureClass", () => {
  it.each([
    ["members of one class alone", [1, 5, 3, 9], [C, W, C, W], { count: 2, mean: 2, squares: 2 }],
    ["none", [1, 5], [W, W], { count: 0, mean: 0, squares: 0 }],
    ["one", [1, 5], [W, C], { count: 1, mean: 5, squares: 0 }],
    ["equal values, exactly", [0.1, 0.1, 0.1], [C, C, C], { count: 3, mean: 0.1, squares: 0 }],
    ["equal values of 0", [0, -0], [C, C], { count: 2, mean: 0, squares: 0 }],
    ["a small difference beside a large mean", [1e15, 1e15 + 2], [C, C], { count: 2, mean: 1e15 + 1, squares: 2 }],
    ["the same around another class", [1e15, 7, 1e15 + 2], [C, W, C], { count: 2, mean: 1e15 + 1, squares: 2 }],
    ["huge values of another class", [1, 1e308, 3], [C, W, C], { count: 2, mean: 2, squares: 2 }],
  ])("measures %s", (_, values, classes, expected) => {
    expect(measured(values, classes)).toEqual(expected);
  });

  it("looks from one place to another", () => {
    expect(measured([9, 1, 3, 9], [C, C, C, C], 1, 3)).toEqual({ count: 2, mean: 2, squares: 2 });
  });
});

describe("classDeviation", () => {
  it.each([
    [2, 2, 0, 1],
    [2, 2, 1, Math.SQRT2],
    [1, 0, 1, 0],
    [0, 0, 0, 0],
    [2, Number.POSITIVE_INFINITY, 0, Number.NaN],
  ] as const)("of %d members with squares %d and %d degrees fewer is %d", (count, squares, freedom, expected) => {
    expect(classDeviation({ count, mean: 0, squares }, freedom)).toBe(expected);
  });
});

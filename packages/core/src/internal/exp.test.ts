import { describe, expect, it } from "vitest";
import { exp } from "./exp.ts";
import { log1pOfUnit, logistic, logSigmoid, softplus } from "./softplus.ts";

/** Numbers from −to to to, more of them near 0. */
const spread = (to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => to * ((2 * i) / (count - 1) - 1) ** 3);

const worst = (numbers: readonly number[], ours: (x: number) => number, theirs: (x: number) => number): number =>
  numbers.reduce((most, x) => {
    const right = theirs(x);
    return Math.max(most, Math.abs(ours(x) - right) / (right === 0 ? 1 : Math.abs(right)));
  }, 0);

describe("exp", () => {
  it.each([
    [0, 1],
    [-0, 1],
    [1, Math.E],
    [Math.LN2, 2],
    [-Math.LN2, 0.5],
    [710, Number.POSITIVE_INFINITY],
    [1e308, Number.POSITIVE_INFINITY],
    [-746, 0],
    [-1e308, 0],
    [5e-324, 1],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, 0],
    [Number.NaN, Number.NaN],
  ])("e^%d is %d", (x, expected) => {
    expect(exp(x)).toBe(expected);
  });

  it("agrees with Math.exp to two units in the last place, up to the largest and down to the smallest normal number", () => {
    expect(worst(spread(708, 200_001), exp, Math.exp)).toBeLessThan(4.5e-16);
    expect(exp(709.78) / Math.exp(709.78)).toBeCloseTo(1, 14);
  });

  it("comes down through the numbers below the smallest normal one", () => {
    for (const x of [-709, -720, -740, -745]) expect(Math.abs(exp(x) - Math.exp(x))).toBeLessThanOrEqual(5e-324 * 2);
  });

  it("never falls as x grows", () => {
    const values = Array.from({ length: 100_001 }, (_, i) => exp(-1 + i * 2e-5));
    expect(values.every((value, i) => i === 0 || value >= (values[i - 1] as number))).toBe(true);
  });
});

describe("what is made of it", () => {
  it("log1p from 0 to 1, with all digits of small numbers", () => {
    const numbers = [...Array.from({ length: 10_001 }, (_, i) => i / 10_000), 1e-300, 1e-20, 1e-9, 0.0039];
    expect(worst(numbers, log1pOfUnit, Math.log1p)).toBeLessThan(4e-16);
  });

  it("softplus, by hand and where the parts cancel", () => {
    expect([softplus(0), softplus(1e308), softplus(-1e308)]).toEqual([Math.LN2, 1e308, 0]);
    expect(
      worst(spread(700, 20_001), softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
    ).toBeLessThan(9e-16);
    expect(softplus(-40)).toBe(exp(-40));
  });

  it("logistic and log σ, which belong together", () => {
    expect([logistic(0), logistic(1e4), logistic(-1e4)]).toEqual([0.5, 1, 0]);
    expect([logSigmoid(0), logSigmoid(800), logSigmoid(-800)]).toEqual([-Math.LN2, -0, -800]);
    for (const x of [-30, -3, -0.1, 0.1, 3, 30]) expect(logSigmoid(x)).toBeCloseTo(Math.log(logistic(x)), 12);
  });
});

import { describe, expect, it } from "vitest";
import { chainOfSteps } from "./chain-of-steps.ts";
import { checkEnvironment } from "./check-environment.ts";
import { vectorise } from "./vectorise.ts";

const COPIES = 4000;

/** Means over copies of the last of these steps, taken by all. */
function after(actions: readonly number[]): { readonly [name: string]: number } {
  const environment = vectorise(chainOfSteps(), COPIES);
  environment.reset(1);
  for (const action of actions) environment.step(new Int32Array(COPIES).fill(action));
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / COPIES;
  return Object.fromEntries(Object.entries(environment.signals).map(([name, values]) => [name, mean(values)]));
}

describe("chainOfSteps", () => {
  it("keeps the laws of environments", () => {
    checkEnvironment((count) => vectorise(chainOfSteps(), count));
  });

  it("is right after four steps unless one slipped: 0.92⁴, and luck (043 §Experiment)", () => {
    const sound = 0.92 ** 4;
    expect(Math.abs((after([0, 0, 0, 0, 2]).success as number) - (sound + 0.05 * (1 - sound)))).toBeLessThan(0.025);
    expect(Math.abs((after([0, 0, 0, 2]).success as number) - 0.05)).toBeLessThan(0.012);
  });

  it("scores what is free of errors 0.90, else 0.35, and likes repeats 0.04 more", () => {
    expect(after([0]).score).toBeCloseTo(0.92 * 0.9 + 0.08 * 0.35, 2);
    expect(after([1]).score).toBeCloseTo(0.94, 2);
    expect(after([0, 0, 1]).score).toBeCloseTo(0.04 + 0.92 ** 2 * 0.9 + (1 - 0.92 ** 2) * 0.35, 2);
    expect(after([0, 2]).score).toBe(0);
  });

  it("counts steps before the action, and its number from 1", () => {
    expect(after([0, 1, 0])).toMatchObject({ solved: 1, age: 3, active: 1 });
    expect(after([0, 0, 0, 0, 0, 0])).toMatchObject({ solved: 4, age: 6 });
  });
});

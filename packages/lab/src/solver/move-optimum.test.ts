import { describe, expect, it } from "vitest";
import { moveOptimum } from "./move-optimum.ts";
import { randomProcess } from "./random-process.ts";
import { valueIteration } from "./value-iteration.ts";

const size = { states: 6, actions: 4, discount: 0.9 };
const norm = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);

describe("moveOptimum", () => {
  it.each([0.1, 1e-3, 1e-6])("flips a tie with a reward no farther than %f (065 P2.4)", (epsilon) => {
    const process = randomProcess({ ...size, tiedState: 2 }, 7);
    const before = valueIteration(process);
    expect(before.actionValues[8]).toBe(before.actionValues[9]);
    expect(before.policy[8]).toBe(1);
    const moved = moveOptimum(process, before.actionValues, { state: 2, action: 1 }, epsilon);
    const after = valueIteration(moved, { tolerance: 1e-12 });
    expect(after.policy[9]).toBe(1);
    expect(norm(moved.reward, process.reward)).toBeLessThanOrEqual(epsilon * (1 + 1e-6) + 1e-8);
    expect(norm(after.actionValues, before.actionValues)).toBeLessThanOrEqual(epsilon + 1e-8);
  });
});

describe("randomProcess", () => {
  it("is the same for the same seed and has a tie of the best actions where it is asked for", () => {
    expect(randomProcess(size, 3)).toEqual(randomProcess(size, 3));
    expect(randomProcess(size, 3)).not.toEqual(randomProcess(size, 4));
    const { actionValues } = valueIteration(randomProcess({ ...size, tiedState: 0 }, 3));
    expect(actionValues[0]).toBe(actionValues[1]);
    expect(actionValues[0]).toBeGreaterThan(Math.max(...actionValues.slice(2, 4)));
  });
});

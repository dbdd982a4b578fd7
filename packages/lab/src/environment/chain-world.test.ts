import { describe, expect, it } from "vitest";
import { valueIteration } from "../solver/index.ts";
import { chainWorld } from "./chain-world.ts";
import { checkEnvironment } from "./check-environment.ts";
import { vectorise } from "./vectorise.ts";

describe("chainWorld", () => {
  it("keeps the laws of environments", () => {
    expect(() => checkEnvironment((count) => vectorise(chainWorld({ distractor: 0.1 }).dynamics, count))).not.toThrow();
  });

  it("is worth γ^19 at the start without slips: twenty steps to the goal (056 §Experiment A)", () => {
    const { process, goal } = chainWorld({ slip: 0 });
    const { values, policy } = valueIteration(process);
    expect(values[10]).toBeCloseTo(0.99 ** 19, 8);
    expect([goal, policy[2 * 10 + 1]]).toEqual([30, 1]);
  });

  it("pays the distractor once: it ends the episode, and beyond it going right stays best", () => {
    const { process, ends } = chainWorld({ distractor: 0.1 });
    expect([ends[0], ends[30], ends[1]]).toEqual([1, 1, 0]);
    const { values, policy } = valueIteration(process);
    expect(values[0]).toBe(0);
    expect(process.reward[2]).toBeCloseTo(0.95 * 0.1, 12);
    expect(policy[2 * 1 + 1]).toBe(1);
    expect(chainWorld().ends[0]).toBe(0);
  });

  it("slips the other way", () => {
    const { process } = chainWorld({ length: 3, start: 1, slip: 0.2 });
    // State 1, action left: to 0 at 0.8, to the goal at 0.2.
    expect([...process.next.subarray(4, 6)]).toEqual([0, 2]);
    expect(process.reward[2]).toBeCloseTo(0.2, 12);
  });
});

import { describe, expect, it } from "vitest";
import { policyIteration, valueIteration } from "../solver/index.ts";
import { FOUR_ROOMS, fourRooms, gridWorld } from "./grid-world.ts";
import { vectorise } from "./vectorise.ts";

describe("gridWorld", () => {
  it("has the values of a corridor (by hand): 0.9ᵏ⁻¹ at k steps from the goal", () => {
    const { process, stateAt } = gridWorld(["S..G"], { discount: 0.9 });
    const { values } = policyIteration(process);
    const at = (x: number): number => values[stateAt[0]?.[x] as number] as number;
    expect([0, 1, 2, 3].map((x) => Number(at(x).toFixed(12)))).toEqual([0.81, 0.9, 1, 0]);
  });

  it("bumps into walls and the edge, and pays the entered cell once", () => {
    const world = gridWorld(["S#", ".G"]);
    const environment = vectorise(world.dynamics, 1);
    const rewards: number[] = [];
    for (const action of [1, 0, 3, 2, 1]) {
      environment.step([action]);
      rewards.push(environment.rewards[0] as number, environment.terminated[0] as number);
    }
    // Right into the wall, up and left off the grid, down, right into the goal.
    expect(rewards).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
    expect([...environment.finalObservations]).toEqual([0, 0, 1]);
    expect([...environment.observations]).toEqual([1, 0, 0]);
  });

  it("slips as often as it says: the mean return of a policy is that of the solver", () => {
    const { process, dynamics, start } = gridWorld(["S..X", ".#..", "...G"], {
      slip: 0.2,
      discount: 0.9,
      stepReward: -0.01,
    });
    const { policy, values } = valueIteration(process);
    const environment = vectorise(dynamics, 2000);
    environment.reset(1);
    const returns = new Float64Array(2000);
    const running = new Uint8Array(2000).fill(1);
    for (let t = 0; t < 120; t++) {
      const actions = Float64Array.from({ length: 2000 }, (_, i) => {
        const state = environment.observations.subarray(i * process.states, (i + 1) * process.states).indexOf(1);
        return policy.subarray(state * 4, state * 4 + 4).indexOf(1);
      });
      environment.step(actions);
      returns.forEach((sum, i) => {
        if (running[i] === 1) returns[i] = sum + 0.9 ** t * (environment.rewards[i] as number);
        if (environment.terminated[i] === 1) running[i] = 0;
      });
    }
    const mean = returns.reduce((sum, value) => sum + value, 0) / 2000;
    const expected = Array.from(start).reduce((sum, share, state) => sum + share * (values[state] as number), 0);
    const error = Math.sqrt(returns.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / 2000;
    expect(Math.abs(mean - expected)).toBeLessThan(4 * error);
    expect(error).toBeLessThan(0.02);
  });

  it("has the 104 cells and four hallways of the four rooms", () => {
    const { process, stateAt } = gridWorld(FOUR_ROOMS);
    expect(process.states).toBe(104);
    for (const [y, x] of [
      [3, 6],
      [6, 2],
      [7, 9],
      [10, 6],
    ] as const)
      expect(stateAt[y]?.[x]).toBeGreaterThan(0);
    expect(fourRooms().maxSteps).toBe(200);
  });

  it("refuses maps without a start and letters that mean nothing", () => {
    expect(() => gridWorld(["..G"])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected the map to have a start \`S\`, got none.]`,
    );
    expect(() => gridWorld(["S?G"])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected the map to have only # S G X and . in it, got "?" in row 0.]`,
    );
  });
});

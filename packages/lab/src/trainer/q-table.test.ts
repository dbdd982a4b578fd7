import { describe, expect, it } from "vitest";
import { cartPole, type GridWorld, gridWorld, vectorise } from "../environment/index.ts";
import { actionValues, evaluatePolicy, valueIteration } from "../solver/index.ts";
import { expectResumes, updatesOf } from "./off-policy-resume.test-support.ts";
import { type QTableSettings, startQTable } from "./q-table.ts";

const MAP = ["S..G", ".#.X", "...."];

/** All pairs are visited: actions are drawn evenly. */
function settingsOf(world: GridWorld, more: Partial<QTableSettings> = {}): QTableSettings {
  return {
    environment: vectorise(world.dynamics, 8),
    ...{ steps: 500, updates: 20, discount: world.process.discount, exploration: 1, power: 0 },
    ...more,
  };
}

function furthest(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
}

describe("startQTable", () => {
  it("finds the optimal values of a world without chance exactly (1e-12), steps of 1", async () => {
    const world = gridWorld(MAP, { stepReward: -0.01 });
    const run = startQTable(settingsOf(world), 1);
    const curve = await updatesOf(run, 20);
    const exact = valueIteration(world.process, { tolerance: 1e-14 }).actionValues;
    expect(furthest(run.values, exact)).toBeLessThan(1e-12);
    expect(curve.at(-1)?.change).toBeLessThan(1e-12);
    expect(curve.at(-1)?.steps).toBe(80_000);
  });

  it("finds those of a world with chance within 0.03, steps 1 / k^0.9, nearer the longer it plays", async () => {
    const world = gridWorld(MAP, { slip: 0.2, discount: 0.9 });
    const exact = valueIteration(world.process).actionValues;
    const run = startQTable(settingsOf(world, { power: 0.9, updates: 250 }), 2);
    await updatesOf(run, 25);
    const early = furthest(run.values, exact);
    await updatesOf(run, 225);
    expect(furthest(run.values, exact)).toBeLessThan(Math.min(0.03, early / 2));
  });

  it("with expected next values finds those of the policy that plays (1e-9)", async () => {
    const world = gridWorld(MAP, { stepReward: -0.01, discount: 0.8 });
    const run = startQTable(settingsOf(world, { next: "expected", updates: 40 }), 3);
    await updatesOf(run, 40);
    const { states, actions } = world.process;
    const even = new Float64Array(states * actions).fill(1 / actions);
    const { values } = evaluatePolicy(world.process, even, new Float64Array(states).fill(1 / states));
    const exact = actionValues(world.process, values, new Float64Array(states * actions));
    expect(furthest(run.values, exact)).toBeLessThan(1e-9);
  });

  it("moves by rate / k^power towards r + γ·max Q, by hand", async () => {
    // One cell between start and goal: right, right is 0, then 1.
    const world = gridWorld(["S.G"], { discount: 0.5 });
    const run = startQTable(
      settingsOf(world, { environment: vectorise(world.dynamics, 1), steps: 1, rate: 0.5, power: 1 }),
      1,
    );
    const RIGHT = 1;
    const seen: number[] = [];
    for (let k = 0; k < 400; k++) {
      const before = run.visits[1 * 4 + RIGHT] as number;
      await run.update();
      if ((run.visits[1 * 4 + RIGHT] as number) > before) seen.push(run.values[1 * 4 + RIGHT] as number);
    }
    // Q₁ = 1/2, Q₂ = Q₁ + (1 − Q₁)/4, Q₃ = Q₂ + (1 − Q₂)/6.
    expect(seen.slice(0, 3)).toEqual([0.5, 0.625, 0.625 + 0.375 / 6]);
  });

  it("takes an episode that was cut off for one that would have gone on (1e-12)", async () => {
    const world = gridWorld(["S.G"], { discount: 0.5, maxSteps: 2 });
    const run = startQTable(settingsOf(world, { updates: 1 }), 1);
    await updatesOf(run, 1);
    expect(furthest(run.values, valueIteration(world.process, { tolerance: 1e-14 }).actionValues)).toBeLessThan(1e-12);
  });

  it("killed at any update and resumed gives the curve of one that was not", async () => {
    const world = gridWorld(MAP, { slip: 0.3 });
    await expectResumes(() => startQTable(settingsOf(world, { steps: 9, exploration: 0.3, power: 0.6 }), 4), 5);
  });

  it("wants discrete observations", () => {
    const environment = vectorise(cartPole(), 1);
    expect(() => startQTable({ ...settingsOf(gridWorld(["SG"])), environment }, 1)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected discrete observations and actions, got box and discrete.]`,
    );
  });
});

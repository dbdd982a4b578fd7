import { describe, expect, it } from "vitest";
import { gridWorld } from "../environment/index.ts";
import { informativeness, informativeReward } from "./informative-reward.ts";
import { optimalActions } from "./optimal-actions.ts";
import { valueIteration } from "./value-iteration.ts";

const corridor = gridWorld(["S...G"], { discount: 0.9 });
const room = gridWorld(["S..", "...", "..G"], { discount: 0.9 });
const all = (states: number): readonly number[] => Array.from({ length: states }, (_, state) => state);

describe("informativeReward", () => {
  it("keeps what is best, ties too, in whatever states it may pay", async () => {
    for (const { process } of [corridor, room]) {
      const reward = (await informativeReward(process, {
        active: all(process.states),
        sparsity: 1e-3,
      })) as Float64Array;
      expect(reward).toBeDefined();
      expect(optimalActions({ ...process, reward }, 1e-6)).toEqual(optimalActions(process, 1e-6));
      expect(Math.max(...reward.map(Math.abs))).toBeLessThanOrEqual(1 + 1e-9);
    }
  });

  it("tells all there is where every state may pay, and more than the task's own reward", async () => {
    const { process } = corridor;
    const reward = (await informativeReward(process, { active: all(5) })) as Float64Array;
    expect(informativeness(reward, process)).toBeCloseTo(0, 6);
    expect(informativeness(process.reward, process)).toBeLessThan(-1e-3);
    const goalAlone = (await informativeReward(process, { active: [3] })) as Float64Array;
    expect(goalAlone.findIndex((value) => value !== 0)).toBeGreaterThanOrEqual(12);
    expect(informativeness(goalAlone, process)).toBeLessThan(0);
  });

  it("finds none where no state that may pay can show the way", async () => {
    expect(await informativeReward(corridor.process, { active: [0] })).toBeUndefined();
  });
});

it("informativeness is what is lacking of the gap within the horizon, by hand", () => {
  const { process } = corridor;
  const { values } = valueIteration(process);
  // δ = V − γV in every cell but the goal; beside it one step shows all, one cell before it takes two.
  const gaps = [0, 1, 2, 3].map((state) => 0.1 * (values[state] as number));
  const lacking = (gaps[0] as number) + (gaps[1] as number) + (gaps[2] as number);
  expect(informativeness(process.reward, process, [0])).toBeCloseTo(-lacking / 5, 8);
  // 40 steps see the goal from everywhere.
  expect(informativeness(process.reward, process, [40])).toBeCloseTo(0, 8);
});

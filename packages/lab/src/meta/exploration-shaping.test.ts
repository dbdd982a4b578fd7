import { describe, expect, it } from "vitest";
import { chainWorld } from "../environment/index.ts";
import type { Metrics, Run } from "../experiment/run.ts";
import { type ExplorationShapingSettings, startExplorationShaping } from "./exploration-shaping.ts";

const bonus = { scale: 1, max: 1 };
const settings = (more: Partial<ExplorationShapingSettings> = {}): ExplorationShapingSettings => {
  const world = chainWorld({ length: 7, start: 2, maxSteps: 8 });
  return {
    world,
    goal: world.goal,
    rate: 0.1,
    criticRate: 0.01,
    policy: { every: 2, last: 5 },
    shaping: { every: 5, last: 10 },
    episodes: 500,
    updates: 8,
    ...more,
  };
};
async function lastOf(run: Run): Promise<Metrics> {
  let last: Metrics = {};
  while (run.updates < run.end) last = await run.update();
  return last;
}
const array = (run: Run, name: string): Float64Array => run.save().arrays[name] as Float64Array;

describe("startExplorationShaping", () => {
  it("makes the first steps of policy, critic and φ by hand (056 §Mechanism)", async () => {
    const one = chainWorld({ length: 3, start: 1, slip: 0, maxSteps: 1, distractor: 0.5 });
    const once = { every: 1, last: 1 };
    const run = startExplorationShaping(
      settings({ world: one, goal: 2, policy: once, shaping: once, episodes: 1, selfReward: { rate: 1, limit: 0.1 } }),
      3,
    );
    const { return: earned = 0 } = await run.update();
    // Either end pays: R = 1 to the right, ½ to the left; V = 0.01·R; θ = ±0.1·R·½; φ = ±½·(R − V)·½ clipped to 0.1.
    const side = earned === 1 ? 1 : -1;
    expect([1, 0.5]).toContain(earned);
    expect(array(run, "values")[1]).toBeCloseTo(0.01 * earned, 12);
    expect(array(run, "theta")[3]).toBeCloseTo(side * 0.05 * earned, 12);
    expect([...array(run, "phi").subarray(2, 4)]).toEqual([-0.1 * side, 0.1 * side]);
  });

  it("pays λ/√(1 + N) for a state left N times, and nothing where an episode is over", async () => {
    const two = chainWorld({ length: 2, start: 0, slip: 0, maxSteps: 1 });
    const run = startExplorationShaping(settings({ world: two, goal: 1, bonus, episodes: 8, updates: 2 }), 1);
    expect((await run.update()).bonus).toBeCloseTo(1 / 3, 12);
    expect((await run.update()).bonus).toBeCloseTo(1 / Math.sqrt(17), 12);
    expect(array(run, "visits")[1]).toBe(0);
  });

  it("plays the chain with its probabilities: an even policy comes to the goal as often as it must", async () => {
    const { process, goal, maxSteps } = settings().world as ReturnType<typeof chainWorld>;
    let chance = new Float64Array(process.states).fill(0);
    chance[goal] = 1;
    for (let t = 0; t < maxSteps; t++) {
      chance = Float64Array.from(chance, (own, s) =>
        s === goal ? own : ((chance[Math.max(0, s - 1)] as number) + (chance[s + 1] as number)) / 2,
      );
    }
    const run = startExplorationShaping(settings({ rate: 0, episodes: 4000, updates: 1 }), 2);
    const { success = 0 } = await run.update();
    const expected = chance[2] as number;
    expect(Math.abs(success - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / 4000));
  });

  it("finds a goal that the plain reward does not, with rewards of its own, which stay within their limit", async () => {
    const far = chainWorld();
    const long = { world: far, goal: far.goal, episodes: 2000, updates: 4 };
    const plain = await lastOf(startExplorationShaping(settings(long), 5));
    const shaped = await lastOf(
      startExplorationShaping(settings({ ...long, bonus, selfReward: { rate: 0.01, limit: 0.05 } }), 5),
    );
    expect(plain.success).toBeLessThan(0.02);
    expect(shaped.success).toBeGreaterThan(0.1);
    expect(shaped.shaping).toBeLessThanOrEqual(0.05);
  });

  it("goes on bit by bit after a restore", async () => {
    const all = settings({ bonus, selfReward: { rate: 0.01 }, episodes: 21, updates: 2 });
    const whole = startExplorationShaping(all, 7);
    await whole.update();
    const other = startExplorationShaping(all, 7);
    other.restore(structuredClone(whole.save()) as never);
    expect(await other.update()).toEqual(await whole.update());
    expect(array(other, "theta")).toEqual(array(whole, "theta"));
  });
});

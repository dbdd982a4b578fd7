import { beforeAll, describe, expect, it } from "vitest";
import { createLearner, sgd, startEngine } from "../tensor/index.ts";
import { checkWorld, clickPolicy, clickTargets, layoutOf } from "./index.ts";
import type { Prompts } from "./token-world.ts";

const item = { x: 0.5, y: 0.25, width: 0.125, height: 0.25, chance: 3 };
const prompts: Prompts = { count: 1, ids: Int32Array.of(2 + 8, 7, 5), length: 3, items: [item] };

/** Signals of clicks on cells (x, y) of a screen of 8 × 8 cells. */
function clicksOf(clicks: readonly (readonly number[])[], noise = 0) {
  const completions = {
    ids: Int32Array.from(clicks.flat(), (cell) => cell + 2),
    maxTokens: 2,
    lengths: new Int32Array(clicks.length).fill(2),
    ended: new Uint8Array(clicks.length),
  };
  const signals = clickTargets({ cells: 8, noise }).signals(prompts, completions, layoutOf(prompts, completions));
  return Object.fromEntries(Object.entries(signals).map(([name, { values }]) => [name, [...values]]));
}

describe("clickTargets", () => {
  it.each(checkWorld(clickTargets({ noise: 0.15 })).map((law) => [law.name, law.check] as const))("%s", (_, check) => {
    check();
  });

  it("is right in the target and nearer by sides of it; its upper edge is outside", () => {
    // Middles of the cells: (0.4375, 0.3125) on the left edge, (0.5625, 0.3125) on the right one, (0.9375, 0.1875).
    const { success, proximity, distance } = clicksOf([
      [3, 2],
      [4, 2],
      [7, 1],
    ]);
    expect(success).toEqual([1, 0, 0]);
    expect(proximity?.[0]).toBeCloseTo(Math.exp(-0.5 * (0.5 ** 2 + 0.25 ** 2)), 12);
    expect(proximity?.[2]).toBeCloseTo(Math.exp(-0.5 * (3.5 ** 2 + 0.25 ** 2)), 12);
    expect(distance?.[0]).toBeCloseTo(0.08838834764831845, 12);
  });

  it("blurs the proximity alone, within 0 and 1, for each response anew", () => {
    const { proximity, success } = clicksOf(new Array(400).fill([7, 7]), 0.15);
    const raised = (proximity as number[]).filter((value) => value > 0);
    expect(success?.every((value) => value === 0)).toBe(true);
    expect(raised.length / 400).toBeGreaterThan(0.4);
    expect(Math.sqrt(raised.reduce((sum, value) => sum + value * value, 0) / raised.length)).toBeCloseTo(0.15, 1);
  });

  it("guesses beside the target by its offset, in a direction of the kind", () => {
    const world = clickTargets();
    const { ids, items, count } = world.prompts(5, 0, 64);
    const off = Array.from({ length: count }, (_, p) => {
      const { x, y } = items[p] as unknown as typeof item;
      const kind = (ids[p * 3] as number) - 130;
      const [dx, dy] = [x, y].map((at, k) => ((ids[p * 3 + 1 + k] as number) - 2 + 0.5) / 128 - at) as [number, number];
      return [kind % 2 === 0 ? dx : -dx, kind < 2 ? dy : -dy];
    }).flat();
    for (const one of off) expect(Math.abs(one - 0.15)).toBeLessThanOrEqual(0.5 / 128 + 1e-9);
  });
});

describe("clickPolicy", () => {
  beforeAll(async () => {
    await startEngine();
  });

  it("writes what its model says, and starts around the guess as far as its spread", async () => {
    const [world, policy] = [clickTargets({ cells: 32 }), clickPolicy({ hidden: [8], spread: 0.1 })];
    const learner = await createLearner(policy.model(world, 0.7), sgd(), { seed: 2 });
    const asked = world.prompts(1, 0, 2);
    const inputs = (ids: Int32Array) => ({
      prompts: { data: asked.ids, shape: [2, 3] },
      completions: { data: ids, shape: [600, 2] },
    });
    const writer = policy.writer(world, 600);
    writer.load(learner.parameters());
    const options = { perPrompt: 300, maxTokens: 2, temperature: 0.7, key: 5 };
    const before = writer.generate(asked, options);
    const xs = Array.from({ length: 300 }, (_, r) => ((before.ids[r * 2] as number) - 2 + 0.5) / 32);
    const guess = ((asked.ids[1] as number) - 2 + 0.5) / 32;
    const spread = Math.sqrt(xs.reduce((sum, x) => sum + (x - guess) ** 2, 0) / 300);
    expect(Math.abs(spread - 0.1 * Math.sqrt(0.7))).toBeLessThan(0.015);
    const gradients = Float64Array.from(before.ids, (id, i) => (((id * 7 + i) % 5) - 2) / 600);
    learner.step(inputs(before.ids), { logProbs: gradients }, { learningRate: 0.01 });
    writer.load(learner.parameters());
    const after = writer.generate(asked, options);
    const { logProbs, entropy } = learner.forward(inputs(after.ids));
    for (let i = 0; i < after.ids.length; i += 7) {
      expect(logProbs[i]).toBeCloseTo(after.logProbs[i] as number, 3);
      expect(entropy[i]).toBeCloseTo(after.entropies[i] as number, 3);
    }
  });
});

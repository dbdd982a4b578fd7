import { describe, expect, it } from "vitest";
import { gridWorld } from "../environment/index.ts";
import type { Metrics, Run } from "../experiment/run.ts";
import { withReward } from "../solver/index.ts";
import { type ProcessQLearningSettings, startProcessQLearning } from "./process-q-learning.ts";

const grid = gridWorld(["S...", "....", "...G"], { discount: 0.98, maxSteps: 60 });
const cells = grid.stateAt.flatMap((row, y) => row.map((_, x) => ({ y, x })));
/** 0 at the start … 0.8 beside the goal, 0 in it. */
const potential = (state: number): number =>
  grid.ends[state] === 1 ? 0 : ((cells[state]?.y as number) + (cells[state]?.x as number)) / 5;
const shaped = withReward(grid.process, (state, _, next, paid) => paid + 0.98 * potential(next) - potential(state));
const settings = (more: Partial<ProcessQLearningSettings> = {}): ProcessQLearningSettings => ({
  world: grid,
  exploration: 0.1,
  rate: 0.3,
  episodes: 5,
  updates: 30,
  ...more,
});
async function all(run: Run): Promise<readonly Metrics[]> {
  const metrics: Metrics[] = [];
  while (run.updates < run.end) metrics.push(await run.update());
  return metrics;
}
const traces = (metrics: readonly Metrics[]): readonly unknown[] => metrics.map(({ trace }) => trace);

describe("startProcessQLearning", () => {
  it("makes the steps of Q-learning by hand: one state, two actions", async () => {
    const pair = gridWorld(["SG"], { discount: 0.5, maxSteps: 1 });
    const run = startProcessQLearning(settings({ world: pair, rate: 0.5, episodes: 1, exploration: 1 }), 3);
    let expected = 0;
    for (let k = 0; k < 20; k++) {
      const before = run.values.slice();
      await run.update();
      const changed = run.values.findIndex((value, i) => value !== before[i]);
      if (changed === 1) expected += 0.5 * (1 - expected);
      expect(run.values[1]).toBe(expected);
      // Any other move leads back to the start, whose best action is to the right.
      if (changed >= 0 && changed !== 1) {
        expect(run.values[changed]).toBe((before[changed] as number) / 2 + 0.25 * (before[1] as number));
      }
    }
    expect(run.values[1]).toBeGreaterThan(0.5);
  });

  it("measures the greedy policy exactly: at first an even walk, at last the best there is", async () => {
    const two = gridWorld(["SG"], { discount: 0.5, maxSteps: 2 });
    const still = startProcessQLearning(settings({ world: two, rate: 0, updates: 1 }), 1);
    // One move of four, at once or after a step in place: ¼ + ½·¾·¼ of a best of 1.
    expect((await still.update()).share).toBeCloseTo(0.25 + (0.5 * 0.75) / 4, 9);
    const metrics = await all(startProcessQLearning(settings({ updates: 60 }), 2));
    expect(metrics.at(-1)?.share).toBeCloseTo(1, 6);
    expect(metrics.at(-1)?.late).toBe(metrics.at(-2)?.late);
  });

  it("does the same with a potential as with its values at the start (Wiewiora 2003)", async () => {
    const initial = grid.process.reward.map((_, pair) => potential(Math.floor(pair / 4)));
    const advised = startProcessQLearning(settings({ world: { ...grid, process: shaped }, task: grid.process }), 4);
    const started = startProcessQLearning(settings({ initial }), 4);
    const plain = startProcessQLearning(settings(), 4);
    const [first, second, third] = [await all(advised), await all(started), await all(plain)];
    expect(traces(first)).toEqual(traces(second));
    expect(traces(first)).not.toEqual(traces(third));
    expect(first.at(-1)?.late).toBeLessThan(third.at(-1)?.late as number);
  });

  it("goes on bit by bit after a restore", async () => {
    const whole = startProcessQLearning(settings({ exploration: 0.5 }), 7);
    await whole.update();
    const other = startProcessQLearning(settings({ exploration: 0.5 }), 7);
    other.restore(structuredClone(whole.save()) as never);
    expect(await other.update()).toEqual(await whole.update());
  });
});

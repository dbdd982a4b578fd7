import { constraintWeight } from "@guerdon/core/schedule";
import { describe, expect, it } from "vitest";
import { constrainedGrid, type ProcessWorld } from "../environment/index.ts";
import type { Metrics, Run } from "../experiment/run.ts";
import { softmaxReturn } from "../meta/index.ts";
import { decisionProcess } from "../solver/index.ts";
import { type ConstrainedGradientSettings, startConstrainedGradient } from "./constrained-gradient.ts";

const grid = constrainedGrid({ size: 5 });
const bounds = [0.02, 0.05, 0.05];
const learnt = [0, 1, 2, 3].map((take) => constraintWeight({ bounds, take, rate: 0.01 }));
const settings = (more: Partial<ConstrainedGradientSettings> = {}): ConstrainedGradientSettings => ({
  world: grid,
  events: grid.events,
  weights: learnt,
  rate: 3,
  steps: 1,
  updates: 1,
  ...more,
});
const theta = (run: Run): Float64Array => run.save().arrays.theta as Float64Array;
async function lastOf(run: Run): Promise<Metrics> {
  let last: Metrics = {};
  while (run.updates < run.end) last = await run.update();
  return last;
}

describe("startConstrainedGradient", () => {
  it("climbs the gradient of the weighted sum (twin: softmaxReturn)", async () => {
    const run = startConstrainedGradient(settings({ weights: [2, 0.5, 0.3, 0.1] }), 3);
    const before = theta(run);
    await run.update();
    const reward = grid.process.reward.map(
      (paid, pair) =>
        2 * paid -
        0.5 * (grid.events.lava[pair] as number) -
        0.3 * (grid.events.idle[pair] as number) -
        0.1 * (grid.events.backward[pair] as number),
    );
    const slope = new Float64Array(before.length);
    softmaxReturn({ ...grid.process, reward }, before, grid.start, slope);
    for (const [pair, value] of theta(run).entries()) {
      expect(value).toBeCloseTo((before[pair] as number) + 3 * (slope[pair] as number), 10);
    }
  });

  it("measures the frequency of an event in a step, and the share of the best return (by hand)", async () => {
    // From state 0 action 0 ends the episode for 1, action 1 stays: the event. γ = ½, so ⅔ of what there is, even policy.
    const process = decisionProcess({
      states: 2,
      actions: 2,
      discount: 0.5,
      transitions: (state, action) => [{ next: state === 1 || action === 0 ? 1 : 0, probability: 1 }],
      reward: (state, action) => (state === 0 && action === 0 ? 1 : 0),
    });
    const world: ProcessWorld = { id: "two@1", process, start: [1, 0], ends: [0, 1], maxSteps: 9 };
    const events = { stays: Float64Array.of(0, 1, 0, 1) };
    const run = startConstrainedGradient(settings({ world, events, weights: [1, 0] }), 1);
    const [a = 0, b = 0] = theta(run);
    const ends = 1 / (1 + Math.exp(b - a));
    const { stays, share } = await run.update();
    expect(stays).toBeCloseTo(1 - ends, 10);
    expect(share).toBeCloseTo(ends / (1 - 0.5 * (1 - ends)), 10);
  });

  it("starts with equal weights, and holds the bounds that the task alone breaks", async () => {
    const first = await startConstrainedGradient(settings(), 1).update();
    for (const k of [0, 1, 2, 3]) expect(first[`weight.${k}`]).toBeCloseTo(0.25, 12);
    const long = { steps: 300, rate: 10 };
    const alone = await lastOf(startConstrainedGradient(settings({ ...long, weights: [1, 0, 0, 0] }), 1));
    const held = await lastOf(startConstrainedGradient(settings(long), 1));
    expect(alone.lava).toBeGreaterThan(0.1);
    expect([held.lava, held.idle, held.backward].map((value, k) => (value as number) <= (bounds[k] as number))).toEqual(
      [true, true, true],
    );
    expect(held.share).toBeGreaterThan(0.95);
  });

  it("goes on bit by bit after a restore", async () => {
    const whole = startConstrainedGradient(settings({ steps: 3, updates: 3 }), 7);
    await whole.update();
    const other = startConstrainedGradient(settings({ steps: 3, updates: 3 }), 8);
    other.restore(structuredClone(whole.save()) as never);
    expect(await other.update()).toEqual(await whole.update());
    expect(theta(other)).toEqual(theta(whole));
  });
});

import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { congestionGame } from "./congestion-game.ts";
import { vectorise } from "./vectorise.ts";

describe("congestionGame", () => {
  it("pays 2 for two routes with one agent each, 2/e for one with both (by hand)", () => {
    const environment = vectorise(congestionGame(), 2);
    environment.step([0, 1, 1, 1]);
    expect(environment.rewards[0]).toBe(2);
    expect(environment.rewards[1]).toBeCloseTo(2 / Math.E, 12);
    // Without one of two on a route, 1 is left there: 2/e − 1 < 0, alone 1 − 0.
    expect([...(environment.signals["difference-0"] as Float64Array)]).toEqual([1, expect.closeTo(2 / Math.E - 1, 12)]);
    expect([...(environment.signals.worst as Float64Array)]).toEqual([0.5, 1]);
  });

  it("has differences as counted by leaving each agent out (twin)", () => {
    const [agents, routes, capacity] = [7, 3, 2];
    const environment = vectorise(congestionGame({ agents, routes, capacity, rounds: 5 }), 1);
    const total = (chosen: readonly number[]): number =>
      [0, 1, 2].reduce((sum, route) => {
        const load = chosen.filter((one) => one === route).length;
        return sum + load * Math.exp(1 - load / capacity);
      }, 0);
    const chosen = [0, 0, 1, 2, 2, 2, 0];
    environment.step(chosen);
    expect(environment.rewards[0]).toBeCloseTo(total(chosen), 12);
    chosen.forEach((_, k) => {
      const without = chosen.filter((__, other) => other !== k);
      expect(environment.signals[`difference-${k}`]?.[0]).toBeCloseTo(total(chosen) - total(without), 12);
    });
    expect([...environment.observations]).toEqual([3 / 7, 1 / 7, 3 / 7].map(Math.fround));
  });

  it("is led to its best by difference rewards: who gains by its own stays, who loses goes", () => {
    const environment = vectorise(congestionGame({ agents: 6, routes: 3, capacity: 2, rounds: 50 }), 1);
    const chosen = [0, 0, 0, 0, 0, 0];
    for (let t = 0; t < 40; t++) {
      environment.step(chosen);
      const differences = chosen.map((_, k) => environment.signals[`difference-${k}`]?.[0] as number);
      const mover = differences.findIndex((difference) => difference < 0);
      if (mover >= 0) chosen[mover] = ((chosen[mover] as number) + 1 + (t % 2)) % 3;
    }
    environment.step(chosen);
    expect(environment.rewards[0]).toBe(6);
  });

  it("keeps the laws, and has two agents at least", () => {
    checkEnvironment((count) => vectorise(congestionGame({ agents: 4, rounds: 3 }), count));
    expect(() => congestionGame({ agents: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected at least 2 agents and routes, got 1 and 2.]`,
    );
  });
});

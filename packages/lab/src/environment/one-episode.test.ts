import { describe, expect, it } from "vitest";
import { cartPole } from "./cart-pole.ts";
import { checkEnvironment } from "./check-environment.ts";
import { oneEpisode } from "./one-episode.ts";
import { patchWorld } from "./patch-world.ts";
import { pendulum } from "./pendulum.ts";
import { vectorise } from "./vectorise.ts";

const [VIEW, SUBMIT] = [1, 5] as const;

describe("oneEpisode", () => {
  it("waits after an early end with nothing to choose, to earn or to measure, and begins anew after so many steps", () => {
    const environment = vectorise(oneEpisode(patchWorld(), 4), 2);
    const choices = 79;
    const legal = (copy: number): number =>
      (environment.legal as Uint8Array)
        .subarray(copy * choices, (copy + 1) * choices)
        .reduce((sum, one) => sum + one, 0);
    environment.reset(1);
    const seen: unknown[] = [];
    for (const action of [VIEW, SUBMIT, 0, 0, VIEW]) {
      environment.step([action, VIEW]);
      const { turn, outcome, submitted } = environment.signals;
      seen.push([legal(0), environment.rewards[0], turn?.[0], outcome?.[0], submitted?.[0], environment.terminated[0]]);
      expect([legal(1), turn?.[1]]).toEqual([choices, 0.4]);
      expect(environment.terminated[1]).toBe(environment.terminated[0]);
    }
    expect(seen).toEqual([
      [choices, 0.4, 0.4, 0, 0, 0],
      [1, -0.5 + 0.4, 0.4, -0.5, 1, 0],
      [1, 0, 0, 0, 0, 0],
      [choices, 0, 0, 0, 0, 1],
      [choices, 0.4, 0.4, 0, 0, 0],
    ]);
  });

  it("keeps the laws", () => {
    checkEnvironment((count) => vectorise(oneEpisode(cartPole(), 60), count));
  });

  it("refuses what it cannot make wait", () => {
    expect(() => oneEpisode(pendulum(), 9)).toThrow("Expected discrete actions that are all legal, got pendulum@1.");
  });
});

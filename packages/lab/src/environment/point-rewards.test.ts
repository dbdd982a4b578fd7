import { describe, expect, it } from "vitest";
import { pointRewards } from "./point-rewards.ts";

const rewards = [
  { name: "right", centre: [1.2, 0], scale: 10 },
  { name: "high", centre: [0, 1.2] },
] as const;

describe("pointRewards", () => {
  it("asks groups for one reward after the other, then for all", () => {
    const environment = pointRewards({ rewards, groupSize: 2 }, 12);
    const rows = Array.from({ length: 12 }, (_, i) => [...environment.observations.slice(2 * i, 2 * i + 2)]);
    expect(rows.slice(0, 6)).toEqual([
      [1, 0],
      [1, 0],
      [0, 1],
      [0, 1],
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    expect(rows.slice(6)).toEqual(rows.slice(0, 6));
  });

  it("pays what is asked for, scaled, and shows all rewards unscaled", () => {
    const environment = pointRewards({ rewards, groupSize: 1 }, 3);
    environment.step([1.2, 0.8, 1.2, 0.8, 0, 1.2]);
    const near = Math.exp(-0.64 / 1.28);
    const far = Math.exp(-(1.44 + 0.16) / 1.28);
    expect(environment.signals.right?.[0]).toBeCloseTo(near, 12);
    expect([...environment.rewards].map((value) => Number(value.toFixed(9)))).toEqual(
      [10 * near, far, 0].map((value) => Number(value.toFixed(9))),
    );
    expect(environment.signals.high?.[2]).toBe(1);
    expect([...(environment.signals.together as Float64Array)]).toEqual([0, 0, 1]);
    expect([...environment.terminated]).toEqual([1, 1, 1]);
  });

  it("refuses copies that are no whole round, and rows that are no points", () => {
    expect(() => pointRewards({ rewards, groupSize: 2 }, 8)).toThrow("Expected `count` to be a multiple of 6, got 8.");
    expect(() => pointRewards({ rewards, groupSize: 1 }, 3).step([1])).toThrow("Expected `actions` to have 6 values");
  });
});

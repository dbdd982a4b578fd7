import { describe, expect, it } from "vitest";
import { gapWeights, levelList, movedList } from "./preference-list.ts";

describe("movedList", () => {
  it("lets the best of those that moved up win against those that moved down", () => {
    // Before 4 9 2 6; after 9 (0.9) 6 (0.7) 4 (0.3) 2 (0.1).
    expect(movedList([4, 9, 2, 6], [0.3, 0.9, 0.1, 0.7])).toEqual({ winner: 9, losers: [4, 2] });
  });

  it("does not let an item lose that is worth more than the winner", () => {
    expect(movedList([1, 2, 3], [0.9, 0.1, 0.5])).toEqual({ winner: 3, losers: [2] });
  });

  it("has none where the order stays, and keeps the order of equals", () => {
    expect(movedList([1, 2, 3], [0.9, 0.9, 0.5])).toBeUndefined();
  });
});

describe("levelList", () => {
  it("takes the highest level, then what is worth more", () => {
    expect(levelList([5, 6, 7, 8], [1, 2, 2, 0.5], [9, 1, 3, 9], 1)).toEqual({ winner: 7, losers: [8] });
  });

  it("has none without a winner or without losers", () => {
    expect(levelList([5, 6], [0.5, 0.2], [1, 1], 1)).toBeUndefined();
    expect(levelList([5, 6], [2, 1], [1, 1], 1)).toBeUndefined();
  });
});

describe("gapWeights", () => {
  it("bounds reversed and tiny gaps and has mean 1", () => {
    const weights = gapWeights([-3, 0.01, 0.5, 2]);
    expect(weights[0]).toBe(weights[1]);
    expect((weights[0] as number) / (weights[2] as number)).toBeCloseTo(5 / 2, 12);
    expect(weights.reduce((a, b) => a + b, 0) / 4).toBeCloseTo(1, 12);
  });
});

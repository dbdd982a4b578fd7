import { decoupled, groupRelative } from "@guerdon/core/advantage";
import { describe, expect, it } from "vitest";
import { advantageResolution } from "./advantage-resolution.ts";

const SIZES = [
  [2, 4],
  [2, 6],
  [3, 4],
  [3, 6],
] as const;

describe("advantageResolution", () => {
  it.each([
    ["normalised after adding", groupRelative({ eps: 0 }), [7, 16, 14, 46]],
    ["added without a deviation", groupRelative({ scale: "none" }), [10, 21, 20, 56]],
    ["normalised before adding", decoupled({ batch: "off" }), [14, 38, 45, 254]],
  ])("counts what is told apart: %s (088 §Experiment a)", (_, advantage, counts) => {
    expect(SIZES.map(([rewards, rollouts]) => advantageResolution(advantage, { rewards, rollouts }))).toEqual(counts);
  });

  it("of one reward and two rollouts tells equal from unequal (by hand)", () => {
    expect(advantageResolution(groupRelative({ eps: 0 }), { rewards: 1, rollouts: 2 })).toBe(2);
  });
});

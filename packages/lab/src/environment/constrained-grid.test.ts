import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { constrainedGrid } from "./constrained-grid.ts";
import { vectorise } from "./vectorise.ts";

describe("constrainedGrid", () => {
  it("keeps the laws of environments", () => {
    expect(() => checkEnvironment((count) => vectorise(constrainedGrid().dynamics, count))).not.toThrow();
  });

  it("has nine cells of lava in the middle, which a step comes to with the probability of its slips (by hand)", () => {
    const { events, process } = constrainedGrid();
    // State 9 is row 1, column 2, above the block: down leads into it at 0.9 + 0.1/4, right by a slip alone.
    expect(events.lava[5 * 9 + 2]).toBeCloseTo(0.925, 12);
    expect(events.lava[5 * 9 + 1]).toBeCloseTo(0.025, 12);
    expect(events.lava[5 * 9 + 4]).toBe(0);
    const stays = Array.from({ length: process.states }, (_, s) => events.lava[5 * s + 4] as number);
    expect(stays.reduce((sum, value) => sum + value, 0)).toBe(9);
  });

  it("calls staying idle and going up or left backward, but not where an episode is over", () => {
    const { events, process } = constrainedGrid();
    expect([...events.idle.subarray(0, 5)]).toEqual([0, 0, 0, 0, 1]);
    expect([...events.backward.subarray(0, 5)]).toEqual([1, 0, 0, 1, 0]);
    expect([...events.idle.subarray(5 * 48), ...events.backward.subarray(5 * 48)]).toEqual(new Array(10).fill(0));
    expect(process.reward[5 * 47 + 1]).toBeCloseTo(0.925, 12);
  });
});

import { describe, expect, it } from "vitest";
import { terrainGrid } from "./terrain-grid.ts";

describe("terrainGrid", () => {
  it("says what each step leads onto, slips included, and nothing in the goal (by hand)", () => {
    const { features, process } = terrainGrid(["S~", "#G"], "~G.", { slip: 0.3 });
    expect(process.states).toBe(3);
    const [sand, goal, floor] = features as [Float64Array, Float64Array, Float64Array];
    // From the start right: onto sand at 0.7, other ways stay. From the sand down: the goal at 0.7, up and right stay on sand.
    expect(sand[1]).toBeCloseTo(0.7, 12);
    expect(goal[4 + 2]).toBeCloseTo(0.7, 12);
    expect(sand[4 + 2]).toBeCloseTo(0.2, 12);
    // Whoever stays at the start, or comes back to it, is on plain floor.
    expect([...floor]).toEqual(
      [0.9, 0.3, 0.9, 0.9, 0.1, 0.1, 0.1, 0.7, 0, 0, 0, 0].map((chance) => expect.closeTo(chance, 12)),
    );
    expect([...sand.subarray(8), ...goal.subarray(8)]).toEqual(new Array(8).fill(0));
  });

  it("keeps the reward of the grid", () => {
    const { process } = terrainGrid(["S~G"], "~");
    expect([...process.reward]).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  });
});

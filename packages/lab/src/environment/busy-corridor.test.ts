import { describe, expect, it } from "vitest";
import { busyCorridor } from "./busy-corridor.ts";
import { vectorise } from "./vectorise.ts";

const walk = (actions: readonly number[], cells?: number) => {
  const environment = vectorise(busyCorridor(cells === undefined ? {} : { cells }), 1);
  const seen = actions.map((action) => {
    environment.step([action]);
    return {
      reward: environment.rewards[0],
      over: environment.terminated[0] === 1 || environment.truncated[0] === 1,
      ...Object.fromEntries(Object.entries(environment.signals).map(([name, column]) => [name, column[0]])),
    };
  });
  return { seen, shown: [...environment.observations].indexOf(1) };
};

describe("busyCorridor", () => {
  it("ends at the goal after 6 steps forward, with thirds of 4 steps", () => {
    const { seen } = walk([0, 0, 2, 0, 0, 0, 0]);
    expect(seen.map(({ reward }) => reward)).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect(seen.at(-1)).toEqual({ reward: 1, over: true, success: 1, forward: 1, busy: 0, part: 1 });
    expect(seen[2]).toEqual({ reward: 0, over: false, success: 0, forward: 0, busy: 1, part: 0 });
  });

  it("has a wall behind the start and shows the cell", () => {
    expect(walk([1, 1, 0]).shown).toBe(1);
    expect(walk([0, 0, 1]).shown).toBe(1);
  });

  it("is over after 12 steps, and longer with more cells", () => {
    const { seen } = walk(new Array(12).fill(2));
    expect(seen.at(-1)).toMatchObject({ over: true, success: 0, part: 2 });
    expect(walk(new Array(8).fill(0), 9).seen.at(-1)).toMatchObject({ reward: 1, over: true });
  });
});

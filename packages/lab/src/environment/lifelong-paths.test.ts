import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import type { Environment } from "./environment.ts";
import { besideCell, type LifelongPathsOptions, lifelongPaths, stepsToCell } from "./lifelong-paths.ts";
import { vectorise } from "./vectorise.ts";

const [RIGHT, LEFT, STAY] = [1, 3, 4] as const;

/** One copy with agents and goals put where they are wanted. */
function placed(options: LifelongPathsOptions, places: readonly number[], goals: readonly number[]): Environment {
  const environment = vectorise(lifelongPaths(options), 1);
  const saved = environment.save();
  saved[0]?.set([...places, ...goals]);
  environment.restore(saved);
  return environment;
}

const placesOf = (environment: Environment, agents: number): number[] => [
  ...(environment.save()[0] as Float64Array).subarray(0, agents),
];

describe("lifelongPaths", () => {
  it.each<[string, "soft" | "priority", number[], number[], number[], number]>([
    ["a cell that two want stays empty", "soft", [0, 2], [RIGHT, LEFT], [0, 2], 1],
    ["a cell that two want goes to the first by priority", "priority", [0, 2], [RIGHT, LEFT], [1, 2], 0.5],
    ["nobody changes places", "priority", [0, 1], [RIGHT, LEFT], [0, 1], 1],
    ["a row moves on together", "soft", [1, 0], [RIGHT, RIGHT], [2, 1], 0],
    ["who is behind a blocked one is blocked", "soft", [0, 1, 3], [RIGHT, RIGHT, LEFT], [0, 1, 3], 1],
    ["who stays keeps the cell", "priority", [0, 1], [RIGHT, STAY], [0, 1], 0.5],
  ])("%s", (_, collisions, places, actions, expected, waiting) => {
    const agents = places.length;
    const environment = placed(
      { map: ["......"], agents, viewRadius: 1, collisions },
      places,
      new Array(agents).fill(5),
    );
    environment.step(actions);
    expect(placesOf(environment, agents)).toEqual(expected);
    expect(environment.signals.waiting?.[0]).toBeCloseTo(waiting, 12);
  });

  it("pays an arrival once and gives another goal", () => {
    const environment = placed({ map: ["...."], agents: 1, viewRadius: 1 }, [0], [2]);
    const rewards = [RIGHT, RIGHT, STAY].map((action) => {
      environment.step([action]);
      return [environment.rewards[0], environment.signals["reached-0"]?.[0]];
    });
    expect(rewards).toEqual([
      [0, 0],
      [1, 1],
      [0, 0],
    ]);
    expect(environment.save()[0]?.[1]).not.toBe(2);
  });

  it("shows walls, others and the way (by hand)", () => {
    const environment = placed({ map: ["...", ".#."], agents: 2, viewRadius: 1 }, [0, 1], [5, 3]);
    // Agent 0 in the corner: above and left are beyond, the wall is below right; agent 1 to the right; goal +1 row, +2 columns.
    expect([...environment.observations.subarray(0, 9)]).toEqual([1, 1, 1, 1, 0, 0, 1, 0, 1]);
    expect([...environment.observations.subarray(9, 18)]).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0]);
    expect([...environment.observations.subarray(18, 20)]).toEqual([0.5, Math.fround(2 / 3)]);
  });

  it("lets one agent on the shortest way reach a goal in as many steps as the way has", () => {
    const map = ["..#..", ".##..", "....."];
    const environment = placed({ map, agents: 1, viewRadius: 1 }, [0], [4]);
    const steps = stepsToCell(map, 4);
    expect(steps[0]).toBe(8);
    for (let t = 1; t <= 8; t++) {
      const place = placesOf(environment, 1)[0] as number;
      const side = [0, 1, 2, 3].find(
        (one) => (steps[besideCell(map, place, one)] as number) < (steps[place] as number),
      );
      environment.step([side as number]);
      expect(environment.rewards[0]).toBe(Number(t === 8));
    }
  });

  it("never has two agents in one cell", () => {
    const map = ["......", ".##.#.", "......"];
    for (const collisions of ["soft", "priority"] as const) {
      const environment = vectorise(lifelongPaths({ map, agents: 10, viewRadius: 1, collisions }), 1);
      for (let t = 0; t < 200; t++) {
        environment.step(Array.from({ length: 10 }, (_, k) => (t * 7 + k * k * 3 + k) % 5));
        expect(new Set(placesOf(environment, 10)).size).toBe(10);
      }
    }
  });

  it("keeps the laws, and asks for room", () => {
    const map = ["......", ".##.#.", "......"];
    checkEnvironment((count) => vectorise(lifelongPaths({ map, agents: 4, viewRadius: 1 }), count));
    expect(() => lifelongPaths({ map: ["..#."], agents: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected rows of equal length with more than 2 connected cells, got 2 cells.]`,
    );
  });
});

import { describe, expect, it } from "vitest";
import { policyIteration } from "../solver/index.ts";
import { darkRoomFamily } from "./dark-room.ts";
import { exploredProcess } from "./explored-process.ts";
import { fromProcess } from "./from-process.ts";
import { gridWorld } from "./grid-world.ts";
import { keyRoom, keyRoomMap } from "./key-room.ts";
import { laneTraffic } from "./lane-traffic.ts";
import { besideCell, stepsToCell } from "./lifelong-paths.ts";
import { matrixGame } from "./matrix-game.ts";
import { questGrid } from "./quest-grid.ts";
import { vectorise } from "./vectorise.ts";

/** Steps between two letters of a map, the shut door being a wall. */
function stepsBetween(map: readonly string[], from: string, to: string): number {
  const width = (map[0] as string).length;
  return stepsToCell(map, map.join("").indexOf(to))[map.join("").indexOf(from)] ?? width;
}

describe("exploredProcess", () => {
  it("has the value of the way to the goal (by hand): five steps, 0.9⁴", () => {
    const { process } = exploredProcess(questGrid(["SKDG"]), { discount: 0.9 });
    expect(policyIteration(process).values[0]).toBeCloseTo(0.9 ** 4, 12);
  });

  it("is the process of the same grid made from its map", () => {
    const map = ["S..", ".#.", "..G"];
    const explored = exploredProcess(questGrid(map, { handle: "touch" }), { discount: 0.9 });
    const made = gridWorld(map, { discount: 0.9 });
    expect(explored.process.states).toBe(made.process.states);
    const values = [explored.process, made.process].map((process) => [...policyIteration(process).values].sort());
    values[0]?.forEach((value, k) => {
      expect(value).toBeCloseTo(values[1]?.[k] as number, 9);
    });
  });

  it("knows the best of every key room: to the key, to the door, through it, to the goal, and two more actions", () => {
    for (let layout = 0; layout < 11; layout++) {
      const { process } = exploredProcess(keyRoom({ layout }), { discount: 0.99 });
      const map = keyRoomMap(layout, 7);
      const flat = map.join("");
      const shut = map.map((row) => row.replace("D", "#"));
      const door = flat.indexOf("D");
      const open = map;
      const before = [1, 3].map((side) => besideCell(map, door, side)).find((cell) => cell % 7 < door % 7) as number;
      const toDoor = stepsToCell(shut, before)[flat.indexOf("K")] as number;
      const steps =
        stepsBetween(shut, "S", "K") + 1 + toDoor + 1 + 1 + (stepsToCell(open, door)[flat.indexOf("G")] as number);
      expect(policyIteration(process).values[0]).toBeCloseTo(0.99 ** (steps - 1), 9);
    }
  });

  it("plays as the environment it was found from", () => {
    const dynamics = questGrid(["SKD.G", "..#.L"], { rewards: { goal: 1, death: -1, key: 0.2 } });
    const [one, other] = [vectorise(dynamics, 1), vectorise(fromProcess(exploredProcess(dynamics)), 1)];
    for (let t = 0; t < 400; t++) {
      const action = Math.floor(Math.abs(Math.sin(t * 12.9898) * 43758.5453) % 6);
      for (const environment of [one, other]) environment.step([action]);
      expect([other.rewards[0], other.terminated[0], other.truncated[0]]).toEqual([
        one.rewards[0],
        one.terminated[0],
        one.truncated[0],
      ]);
    }
  });

  it("refuses chance, actions without numbers, and too many states", () => {
    expect(() => exploredProcess(laneTraffic())).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected an environment without chance, got one that draws random numbers.]`,
    );
    expect(() => exploredProcess(matrixGame())).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected numbered actions, got multi-discrete ones.]`,
    );
    expect(() =>
      exploredProcess(darkRoomFamily({ task: 3 }).dynamics, { maxStates: 10 }),
    ).toThrowErrorMatchingInlineSnapshot(`[RewardError: Expected at most 10 states in \`dark-room@1\`, got more.]`);
  });
});

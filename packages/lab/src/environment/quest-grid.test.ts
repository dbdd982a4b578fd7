import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { keyRoom, keyRoomMap } from "./key-room.ts";
import { lavaCave, lavaCaveMap } from "./lava-cave.ts";
import { orderedGoals } from "./ordered-goals.ts";
import { questGrid } from "./quest-grid.ts";
import { trashGrid } from "./trash-grid.ts";
import { type Dynamics, vectorise } from "./vectorise.ts";

const [UP, RIGHT, DOWN, LEFT, PICK, OPEN] = [0, 1, 2, 3, 4, 5] as const;

/** Plays one copy and gives the reward, the end and the named signals of each step. */
function play(dynamics: Dynamics, actions: readonly (number | readonly number[])[], names: readonly string[] = []) {
  const environment = vectorise(dynamics, 1);
  return actions.map((action) => {
    environment.step([action].flat());
    const { rewards, terminated, signals } = environment;
    return [rewards[0], terminated[0], ...names.map((name) => signals[name]?.[0])];
  });
}

describe("questGrid", () => {
  it("needs the key for the door and the door for the goal (by hand)", () => {
    const steps = play(
      questGrid(["SKDG"]),
      // Open without a key, walk to the key, into the door, pick it up, open, through, to the goal.
      [OPEN, RIGHT, RIGHT, PICK, PICK, OPEN, RIGHT, RIGHT],
      ["key", "door", "goal", "subgoals"],
    );
    expect(steps).toEqual([
      [0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0],
      [0, 0, 1, 0, 0, 1],
      [0, 0, 0, 0, 0, 1],
      [0, 0, 0, 1, 0, 2],
      [0, 0, 0, 0, 0, 2],
      [1, 1, 0, 0, 1, 2],
    ]);
  });

  it("opens one door or chest with a key, by touch too", () => {
    const dynamics = questGrid(["SKC.D.G"], { handle: "touch", rewards: { chest: 3, step: -1 } });
    expect(play(dynamics, [RIGHT, RIGHT, RIGHT, RIGHT], ["key", "chest", "door"])).toEqual([
      [-1, 0, 1, 0, 0],
      [2, 0, 0, 1, 0],
      [-1, 0, 0, 0, 0],
      [-1, 0, 0, 0, 0],
    ]);
    // The key is spent: the door stays shut and the agent before it (cell 3 of 7).
    const environment = vectorise(dynamics, 1);
    for (const _ of [1, 2, 3, 4]) environment.step([RIGHT]);
    expect([...environment.observations.subarray(0, 8)]).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
    expect([...environment.observations.subarray(8)]).toEqual([0, 0, 1]);
  });

  it("pays goals in their order, once, and ends at a wrong one", () => {
    const map = ["1S2"];
    expect(play(questGrid(map, { handle: "touch" }), [LEFT, RIGHT, LEFT, RIGHT, RIGHT], ["item", "death"])).toEqual([
      [0, 0, 1, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [1, 1, 1, 0],
    ]);
    expect(play(questGrid(map), [RIGHT], ["item", "death"])).toEqual([[0, 1, 0, 1]]);
  });

  it("collects litter with two agents in 12 steps for 4 − 12 · 0.02 = 3.76 (return of card 150)", () => {
    // From the centre: one goes right to the edge and up; the other up left, then down the left side.
    const one = [RIGHT, RIGHT, RIGHT, UP, UP, UP, ...new Array(6).fill(UP)];
    const other = [LEFT, LEFT, LEFT, UP, UP, UP, DOWN, DOWN, DOWN, DOWN, DOWN, DOWN];
    const steps = play(
      trashGrid(),
      one.map((action, t) => [action, other[t] as number]),
      ["item"],
    );
    expect(steps.map(([, end]) => end)).toEqual([...new Array(11).fill(0), 1]);
    expect(steps.map(([, , items]) => items)).toEqual([0, 0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 1]);
    expect(steps.reduce((sum, [reward]) => sum + (reward as number), 0)).toBeCloseTo(3.76, 12);
  });

  it("dies in lava for nothing", () => {
    expect(play(questGrid(["SLG"], { rewards: { goal: 1, death: -1 } }), [RIGHT], ["death"])).toEqual([[-1, 1, 1]]);
  });

  it("lets a judge miss, dream, and pay once", () => {
    const rateOf = (judge: object, steps: number): number => {
      const environment = vectorise(questGrid(["SK.G"], { handle: "touch", judge, maxSteps: 2 }), 2000);
      let sum = 0;
      for (let t = 0; t < steps; t++) {
        environment.step(new Float64Array(2000).fill(t === 0 ? RIGHT : UP));
        sum += (environment.signals.judged as Float64Array).reduce((all, one) => all + one, 0) / 2000;
      }
      return sum;
    };
    expect(rateOf({}, 2)).toBe(1);
    expect(Math.abs(rateOf({ recall: 0.7 }, 2) - 0.7)).toBeLessThan(0.04);
    // Five in a hundred of two steps, and the key: 1.1 less the alarms that fall on the key in its own step.
    expect(Math.abs(rateOf({ falseAlarms: 0.05 }, 2) - 1.075)).toBeLessThan(0.03);
    // Paid once: the key, and the door in a half of the two alarms.
    expect(Math.abs(rateOf({ falseAlarms: 1, once: true }, 2) - 1.75)).toBeLessThan(0.04);
  });

  it("slips to a random side as often as it says", () => {
    const environment = vectorise(questGrid(["...", ".S.", "..."], { slip: 0.4 }), 4000);
    environment.step(new Float64Array(4000).fill(RIGHT));
    const right = Array.from({ length: 4000 }, (_, i) => environment.observations[i * 10 + 5] as number);
    expect(Math.abs(right.reduce((sum, hit) => sum + hit, 0) / 4000 - 0.7)).toBeLessThan(0.03);
  });

  it("numbers its states for tables: cells × 2^objects", () => {
    const environment = vectorise(questGrid(["SKDG"], { view: "number" }), 1);
    expect(environment.observation).toEqual({ kind: "discrete", size: 16 });
    expect(environment.observations.indexOf(1)).toBe(12);
    for (const action of [RIGHT, PICK]) environment.step([action]);
    // Cell 1, key gone, door there: 2 · 4 + 1.
    expect(environment.observations.indexOf(1)).toBe(9);
  });

  it("has maps with one of each, and caves that can be crossed", () => {
    for (let layout = 0; layout < 30; layout++) {
      const letters = keyRoomMap(layout, 7).join("");
      for (const letter of "SKDG") expect([...letters].filter((other) => other === letter)).toHaveLength(1);
      expect(letters).toHaveLength(49);
    }
    const lava = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => [...lavaCaveMap(k).join("")].filter((l) => l === "L").length);
    expect(Math.abs(lava.reduce((sum, count) => sum + count, 0) / 8 - 26)).toBeLessThan(5);
    expect(keyRoom().maxSteps).toBe(150);
  });

  it.each<[string, Dynamics]>([
    ["key room", keyRoom({ judge: { recall: 0.7, falseAlarms: 0.05 } })],
    ["key room in numbers", keyRoom({ view: "number", layout: 3 })],
    ["trash grid", trashGrid()],
    ["ordered goals", orderedGoals({ goals: 4 })],
    ["lava cave", lavaCave()],
  ])("keeps the laws as %s", (_, dynamics) => {
    checkEnvironment((count) => vectorise(dynamics, count));
  });

  it("refuses maps without a start and letters that mean nothing", () => {
    expect(() => questGrid(["K.G"])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected the map to have a start \`S\`, got none.]`,
    );
    expect(() => questGrid(["S?G"])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected the map to have only # . S K D C T G L and 1–9 in it, got "S?G".]`,
    );
  });
});

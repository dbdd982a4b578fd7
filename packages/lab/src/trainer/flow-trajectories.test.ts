import { describe, expect, it } from "vitest";
import { gridGraph } from "../solver/object-graph.ts";
import { drawTrajectories, flowChances, pickChance } from "./flow-trajectories.ts";

const graph = gridGraph(3);
const even = flowChances(graph, new Float64Array(28));

describe("flowChances", () => {
  it("is a softmax over what is possible", () => {
    const parameters = new Float64Array(28);
    parameters.set([Math.log(2), 0, Math.log(3)]);
    const chances = flowChances(graph, parameters);
    [2 / 6, 1 / 6, 3 / 6, 1 / 3].forEach((chance, i) => {
      expect(chances[i]).toBeCloseTo(chance, 12);
    });
    expect([...chances.subarray(6, 9)]).toEqual([0, 0, 1]);
    expect([...chances.subarray(24)]).toEqual([0, 0, 0]);
  });
});

describe("drawTrajectories", () => {
  it("follows steps to where it stops, with the chances of both directions", () => {
    const { offsets, states, actions, objects, logForward, logBackward } = drawTrajectories(graph, even, {
      batch: 50,
      explore: 0,
      key: 3,
    });
    for (let t = 0; t < 50; t++) {
      let state = 0;
      for (let i = offsets[t] as number; i < (offsets[t + 1] as number); i++) {
        expect(states[i]).toBe(state);
        const action = actions[i] as number;
        expect(logForward[i]).toBeCloseTo(Math.log(even[3 * state + action] as number), 12);
        if (action === 2) {
          expect(logBackward[i]).toBe(0);
          expect(i + 1).toBe(offsets[t + 1]);
        } else {
          state = graph.next[2 * state + action] as number;
          expect(logBackward[i]).toBeCloseTo(-Math.log(graph.parents[state] as number), 12);
        }
      }
      expect(objects[t]).toBe(state);
    }
  });

  it("explores: draws what the policy would hardly do", () => {
    const parameters = new Float64Array(28);
    for (let s = 0; s < 9; s++) parameters[3 * s + 2] = 20;
    const chances = flowChances(graph, parameters);
    const moved = [0, 1].map(
      (explore) =>
        drawTrajectories(graph, chances, { batch: 300, explore, key: 1 }).objects.filter((object) => object > 0).length,
    );
    expect(moved[0]).toBe(0);
    expect((moved[1] as number) / 300).toBeCloseTo(2 / 3, 1);
  });
});

describe("pickChance", () => {
  it("never draws what has no chance", () => {
    expect(pickChance(Float64Array.of(0, 0.5, 0, 0.5, 0), 0.9999999, false)).toBe(3);
    expect(pickChance(Float64Array.of(0, 0.5, 0, 0.5, 0), 0, true)).toBe(1);
  });
});

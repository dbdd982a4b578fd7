import { describe, expect, it } from "vitest";
import { type Dynamics, vectorise } from "../environment/index.ts";
import { recordTransitions } from "./record-transitions.ts";

/** Shows and pays the number of its steps; ends at 2 after an action of 1. */
const counter: Dynamics = {
  id: "counter@1",
  observation: { kind: "box", low: [0], high: [9] },
  action: { kind: "discrete", size: 2 },
  stateSize: 1,
  maxSteps: 3,
  start: (state, at) => {
    state[at] = 0;
  },
  step: (state, at, actions, action, _, out) => {
    state[at] = (state[at] as number) + 1;
    out.reward = state[at] as number;
    out.terminated = state[at] === 2 && actions[action] === 1;
  },
  observe: (state, at, out, to) => {
    out[to] = state[at] as number;
  },
};

describe("recordTransitions", () => {
  it("keeps the steps copy by copy, each with the observation its episode ended with (by hand)", () => {
    const environment = vectorise(counter, 2);
    const seen: number[][] = [];
    const choose = (shown: Float32Array, into: Float64Array, step: number): void => {
      seen.push([...shown, step]);
      into.set([1, 0]);
    };
    const read = recordTransitions(environment, choose, { steps: 5, seed: 1 });
    expect([...read.observations]).toEqual([0, 1, 0, 1, 0, 0, 1, 2, 0, 1]);
    expect([...read.nextObservations]).toEqual([1, 2, 1, 2, 1, 1, 2, 3, 1, 2]);
    expect([...read.rewards]).toEqual([1, 2, 1, 2, 1, 1, 2, 3, 1, 2]);
    expect([...read.actions]).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
    // Copy 0 ends twice and is left in mid-episode; copy 1 meets the limit of 3 steps once.
    expect([...read.ends]).toEqual([0, 1, 0, 1, 2, 0, 0, 2, 0, 2]);
    expect([...read.offsets]).toEqual([0, 2, 4, 5, 8, 10]);
    expect(seen[2]).toEqual([0, 2, 2]);
    expect([read.count, read.observationWidth, read.actionWidth]).toEqual([10, 1, 1]);
  });
});

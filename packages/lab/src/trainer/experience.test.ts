import { describe, expect, it } from "vitest";
import { scaleRewards } from "../environment/scale-rewards.ts";
import { type Dynamics, vectorise } from "../environment/vectorise.ts";
import type { Actor } from "../policy/index.ts";
import { categoricalHead, tabularPolicy } from "../policy/index.ts";
import { createCollector, END } from "./experience.ts";
import { createMinibatch } from "./minibatch.ts";

/** Counts its steps: shows the count, pays it, ends at 3 when the last action was 1; is cut off after 4. */
const counter: Dynamics = {
  id: "counter@1",
  observation: { kind: "box", low: [0], high: [9] },
  action: { kind: "discrete", size: 2 },
  stateSize: 1,
  maxSteps: 4,
  signals: ["double"],
  start: (state, at) => {
    state[at] = 0;
  },
  step: (state, at, actions, action, _, out) => {
    state[at] = (state[at] as number) + 1;
    out.reward = state[at] as number;
    out.terminated = state[at] === 3 && actions[action] === 1;
  },
  observe: (state, at, out, to) => {
    out[to] = state[at] as number;
  },
  measure: (state, at, out) => {
    out[0] = 2 * (state[at] as number);
  },
};

/** Copy 0 always draws 1, copy 1 always 0; a value is ten times what is seen. */
function scripted(memory = 0): Actor {
  const actor: Actor = {
    memory: new Float32Array(2 * memory),
    load: () => undefined,
    act: (observations, into) => {
      for (let n = 0; n < 2; n++) {
        into.drawn[n] = 1 - n;
        into.actions[n] = 1 - n;
        into.logProbs[n] = -n;
        into.values[n] = 10 * (observations[n] as number);
        if (memory > 0) actor.memory[n] = (actor.memory[n] as number) + 1;
      }
    },
    best: () => undefined,
    values: (observations, into) => {
      for (let n = 0; n < 2; n++) into[n] = 10 * (observations[n] as number);
    },
    forget: (ended) => {
      for (let n = 0; n < 2 && memory > 0; n++) if (ended[n] === 1) actor.memory[n] = 0;
    },
  };
  return actor;
}

const policy = { ...tabularPolicy({ states: 1, head: categoricalHead(2) }), observationWidth: 1 };

describe("createCollector", () => {
  it("keeps what was seen before a step beside what came of it, copy by copy", () => {
    const { experience, collect, returns, lengths, fresh } = createCollector(
      vectorise(counter, 2),
      policy,
      scripted(),
      6,
    );
    const episodes: [number, number][] = [];
    collect(1, 0, (value, length) => episodes.push([value, length]));
    expect([...experience.observations]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 3, 0, 1]);
    expect([...experience.rewards]).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3, 4, 1, 2]);
    expect([...experience.values]).toEqual([0, 10, 20, 0, 10, 20, 0, 10, 20, 30, 0, 10]);
    expect([...experience.drawn]).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    expect([...(experience.signals.double as Float64Array)]).toEqual([2, 4, 6, 2, 4, 6, 2, 4, 6, 8, 2, 4]);
    const { none, terminated, truncated } = END;
    expect([...experience.ends]).toEqual([
      none,
      none,
      terminated,
      none,
      none,
      terminated,
      none,
      none,
      none,
      truncated,
      none,
      none,
    ]);
    // The value of the observation 4 that the cut-off episode ended with, not of the 0 that follows.
    expect([...experience.cutValues]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 40, 0, 0]);
    expect([...experience.lastValues]).toEqual([0, 20]);
    expect([...experience.keep]).toEqual([0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1]);
    expect(episodes).toEqual([
      [6, 3],
      [10, 4],
      [6, 3],
    ]);
    expect([[...returns], [...lengths], [...fresh]]).toEqual([
      [0, 3],
      [0, 2],
      [1, 0],
    ]);
    collect(1, 6, () => undefined);
    expect([...experience.keep]).toEqual([0, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1]);
    expect(experience.cutValues[7]).toBe(40);
    expect(experience.cutValues[9]).toBe(0);
  });

  it("learns from scaled rewards, and reports what was earned", () => {
    const scaled = scaleRewards(vectorise(counter, 2));
    const { experience, collect } = createCollector(scaled, policy, scripted(), 6);
    const returns: number[] = [];
    collect(1, 0, (value) => returns.push(value));
    expect(returns).toEqual([6, 10, 6]);
    expect([...experience.rewards]).not.toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3, 4, 1, 2]);
  });

  it("keeps the value of the last observation where a task cuts itself off, and none where it ends", () => {
    const cutting: Dynamics = {
      ...counter,
      maxSteps: 0,
      step: (state, at, actions, action, draw, out) => {
        counter.step(state, at, actions, action, draw, out);
        out.truncated = state[at] === 3;
      },
    };
    const { experience, collect } = createCollector(vectorise(cutting, 2), policy, scripted(), 3);
    collect(1, 0, () => undefined);
    // Both stop at 3: copy 0 at the end of the task, copy 1 cut off.
    expect([...experience.ends]).toEqual([0, 0, END.terminated, 0, 0, END.truncated]);
    expect([...experience.cutValues]).toEqual([0, 0, 0, 0, 0, 30]);
  });

  it("keeps what a policy remembered before the first step", () => {
    const remembering = { ...policy, memoryWidth: 1 };
    const actor = scripted(1);
    const { experience, collect } = createCollector(vectorise(counter, 2), remembering, actor, 5);
    collect(1, 0, () => undefined);
    expect([...experience.memory]).toEqual([0, 0]);
    collect(1, 5, () => undefined);
    expect([...experience.memory]).toEqual([2, 1]);
    const minibatch = createMinibatch(experience, remembering, 5);
    minibatch.gather(Int32Array.of(1, 0), 0, experience.rewards, experience.values);
    expect([...(minibatch.inputs.memory?.data ?? [])]).toEqual([1]);
    expect(minibatch.inputs.observations?.shape).toEqual([1, 5, 1]);
    expect([...minibatch.advantages]).toEqual([...experience.rewards.subarray(5)]);
  });
});

describe("createMinibatch", () => {
  it("gathers the steps of an order, and all columns of a step together", () => {
    const { experience, collect } = createCollector(vectorise(counter, 2), policy, scripted(), 6);
    collect(1, 0, () => undefined);
    const minibatch = createMinibatch(experience, policy, 4);
    const order = Int32Array.of(11, 2, 7, 9, 0, 1, 3, 4, 5, 6, 8, 10);
    minibatch.gather(order, 0, experience.rewards, experience.cutValues);
    expect([...(minibatch.inputs.observations?.data ?? [])]).toEqual([1, 2, 1, 3]);
    expect([...(minibatch.inputs.actions?.data ?? [])]).toEqual([0, 1, 0, 0]);
    expect([...minibatch.oldLogProbs]).toEqual([-1, -0, -1, -1]);
    expect([...minibatch.oldValues]).toEqual([10, 20, 10, 30]);
    expect([...minibatch.advantages]).toEqual([2, 3, 2, 4]);
    expect([...minibatch.returns]).toEqual([0, 0, 0, 40]);
    minibatch.gather(order, 8, experience.rewards, experience.cutValues);
    expect([...minibatch.advantages]).toEqual([3, 1, 3, 1]);
    expect([minibatch.units, minibatch.allUnits]).toEqual([4, 12]);
  });
});

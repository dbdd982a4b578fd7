import { describe, expect, it } from "vitest";
import { gridWorld } from "../environment/grid-world.ts";
import type { Dynamics } from "../environment/vectorise.ts";
import { vectorise } from "../environment/vectorise.ts";
import { categoricalHead, tabularPolicy } from "../policy/index.ts";
import { hostArray } from "../tensor/index.ts";
import { evaluatedRun } from "./evaluated-run.ts";

/** A walk that pays its number of step, and ends after 3 steps of action 1 or 5 of any. */
const walk: Dynamics = {
  id: "walk@1",
  observation: { kind: "discrete", size: 1 },
  action: { kind: "discrete", size: 2 },
  stateSize: 2,
  maxSteps: 5,
  signals: ["ones"],
  start: (state, at) => state.fill(0, at, at + 2),
  step: (state, at, actions, action, _, out) => {
    state[at] = (state[at] as number) + 1;
    state[at + 1] = (state[at + 1] as number) + (actions[action] as number);
    out.reward = state[at] as number;
    out.terminated = state[at + 1] === 3;
  },
  observe: (_, __, out, to) => out.fill(1, to, to + 1),
  measure: (state, at, out) => {
    out[0] = Number((state[at + 1] as number) > 0);
  },
};

const policy = tabularPolicy({ states: 1, head: categoricalHead(2), critic: false });

/** A run whose only logit of action 1 is what it is told; it counts updates. */
function fake(logits: readonly number[]) {
  let updates = 0;
  return {
    end: 5,
    get updates() {
      return updates;
    },
    update: async () => ({ own: ++updates }),
    parameters: () => {
      const fresh = policy.model.parameters(0) as never as { [name: string]: unknown };
      const name = Object.keys(fresh).find((key) => key !== "head") as string;
      return { ...fresh, [name]: hostArray([1, 2], Float32Array.from([0, logits[updates - 1] as number])) } as never;
    },
    save: () => ({ json: null, arrays: {} }),
    restore: () => {},
    close: () => {},
  };
}

describe("evaluatedRun", () => {
  it("plays whole episodes with the best actions of the policy as it is: sums by hand", async () => {
    const environment = vectorise(walk, 3);
    const run = evaluatedRun(
      fake([0, 9, 0, -9, 9]),
      { environment, policy, every: 2, tell: ({ length }) => ({ long: Number((length as number) > 3) }) },
      1,
    );
    const metrics = [];
    for (let k = 0; k < 5; k++) metrics.push(await run.update());
    const whole = (value: number, length: number, ones: number, long: number) => ({
      "evaluated.return": value,
      "evaluated.length": length,
      "evaluated.ones": ones,
      "evaluated.long": long,
    });
    expect(metrics).toEqual([
      { own: 1 },
      { own: 2, ...whole(6, 3, 3, 0) },
      { own: 3 },
      { own: 4, ...whole(15, 5, 0, 1) },
      { own: 5, ...whole(6, 3, 3, 0) },
    ]);
    expect(run.updates).toBe(5);
  });

  it("draws actions where asked to, the same at each evaluation", async () => {
    const environment = vectorise(gridWorld(["S..G"], { maxSteps: 50 }).dynamics, 16);
    const own = tabularPolicy({ states: 4, head: categoricalHead(4), critic: false });
    const base = { ...fake([0, 0, 0, 0, 0]), parameters: () => own.model.parameters(0) as never };
    const lengths = async (seed: number) => {
      const run = evaluatedRun({ ...base, updates: 0 }, { environment, policy: own, every: 1, draws: true }, seed);
      return ((await run.update()) as { readonly [name: string]: number })["evaluated.length"] as number;
    };
    const first = await lengths(1);
    expect(first).toBeGreaterThan(3);
    expect(first).toBeLessThan(50);
    expect(await lengths(1)).toBe(first);
    expect(await lengths(2)).not.toBe(first);
  });
});

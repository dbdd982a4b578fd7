import { anneal } from "@guerdon/core/schedule";
import type { Json } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { cartPole } from "../environment/cart-pole.ts";
import type { Dynamics } from "../environment/vectorise.ts";
import { vectorise } from "../environment/vectorise.ts";
import type { Metrics, RunState } from "../experiment/run.ts";
import { categoricalHead, gaussianHead, gruPolicy, mlpPolicy, type Policy, tabularPolicy } from "../policy/index.ts";
import { adamw, type HostFloats } from "../tensor/index.ts";
import { environmentProgram, GAE } from "./environment-program.test-support.ts";
import { startPolicyGradient } from "./policy-gradient.ts";
import type { PolicyGradientSettings } from "./policy-gradient-settings.ts";

const U = 24;
const head = categoricalHead(2);

/** PPO on CartPole, small. */
function ppo(policy: Policy, more: Partial<PolicyGradientSettings> = {}): PolicyGradientSettings {
  return {
    environment: vectorise(cartPole(), 4),
    policy,
    optimiser: adamw({ epsilon: 1e-5 }),
    program: environmentProgram(GAE(0.98, 0.8)),
    steps: 8,
    updates: U,
    objective: {},
    clip: anneal({ from: 0.2, to: 0, steps: 200 }),
    critic: { coef: 0.5 },
    entropyWeight: 0.01,
    learningRate: anneal({ from: 3e-3, to: 0, steps: 200 }),
    maxGradientNorm: 0.5,
    epochs: 3,
    minibatch: 16,
    normalise: true,
    ...more,
  };
}

async function curve(settings: PolicyGradientSettings, seed: number, updates = U): Promise<Metrics[]> {
  const run = await startPolicyGradient(settings, seed);
  const metrics: Metrics[] = [];
  for (let k = 0; k < updates; k++) metrics.push(await run.update());
  run.close();
  return metrics;
}

/** State as a file would give it back. */
const stored = (state: RunState): RunState => ({
  json: JSON.parse(JSON.stringify(state.json)) as Json,
  arrays: structuredClone(state.arrays),
});

describe.each([
  ["on kernels", mlpPolicy({ inputs: 4, head, hidden: [16] })],
  ["on the tensor engine", mlpPolicy({ inputs: 4, head, hidden: [16], kernels: false })],
  ["with memory", gruPolicy({ inputs: 4, head, memory: 4 })],
] as const)("a run %s", (_, policy) => {
  it("killed at any update and resumed gives the curve of one that was not", async () => {
    const whole = await startPolicyGradient(ppo(policy), 5);
    const wholeCurve: Metrics[] = [];
    const states: RunState[] = [];
    for (let k = 0; k < 5; k++) {
      states.push(stored(whole.save()));
      wholeCurve.push(await whole.update());
    }
    const resumed = await startPolicyGradient(ppo(policy), 5);
    for (const k of [3, 0, 4]) {
      resumed.restore(states[k] as RunState);
      expect(resumed.updates).toBe(k);
      const resumedCurve: Metrics[] = [];
      for (let i = k; i < 5; i++) resumedCurve.push(await resumed.update());
      expect(resumedCurve).toEqual(wholeCurve.slice(k));
      expect(resumed.save()).toEqual(whole.save());
    }
    resumed.close();
    whole.close();
  });

  it("is the same for the same seed and another for another", async () => {
    const [a, b, c] = [await curve(ppo(policy), 1, 4), await curve(ppo(policy), 1, 4), await curve(ppo(policy), 2, 4)];
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
  });
});

describe("PPO", () => {
  it("learns CartPole: the mean return of the last 100 episodes above 80 within 12,000 steps, from 20", async () => {
    const settings = ppo(mlpPolicy({ inputs: 4, head, hidden: [32, 32] }), {
      environment: vectorise(cartPole(), 8),
      steps: 32,
      epochs: 10,
      minibatch: 256,
      entropyWeight: 0,
    });
    const metrics = await curve(settings, 1, 47);
    expect(metrics[0]?.return).toBeLessThan(40);
    const last = metrics.at(-1) as Metrics;
    // Returns are means over the last 100 episodes, most of them from when it could do little.
    expect(last.return).toBeGreaterThan(80);
    expect(last.episodes as number).toBeLessThan(250);
    expect(last.steps).toBe(47 * 256);
  });

  it("kernels and tensor engine give the same first update", async () => {
    const [fast, slow] = await Promise.all(
      [true, false].map((kernels) =>
        curve(ppo(mlpPolicy({ inputs: 4, head, hidden: [16], kernels }), { epochs: 1, minibatch: 32 }), 3, 1),
      ),
    );
    for (const [name, value] of Object.entries(slow?.[0] as Metrics)) {
      expect(Math.abs((fast?.[0]?.[name] as number) - value)).toBeLessThan(1e-3 * (1 + Math.abs(value)));
    }
  });

  it("stops an update once the divergence is above its target", async () => {
    const settings = ppo(mlpPolicy({ inputs: 4, head, hidden: [16] }), {
      epochs: 20,
      learningRate: 0.05,
      clip: 10,
      targetKl: 0.02,
    });
    const metrics = await curve(settings, 1, 5);
    for (const { passes } of metrics) expect(passes).toBeLessThan(20);
    const open = await curve({ ...settings, targetKl: 1e9 }, 1, 1);
    expect(open[0]?.passes).toBe(20);
  });

  it("says which minibatches would divide an update", async () => {
    const message = async (more: Partial<PolicyGradientSettings>, policy: Policy): Promise<string> =>
      startPolicyGradient(ppo(policy, more), 1).then(
        () => "",
        (error: Error) => error.message,
      );
    expect(await message({ minibatch: 48 }, mlpPolicy({ inputs: 4, head }))).toMatchInlineSnapshot(
      `"Expected \`minibatch\` to divide the 32 steps of an update, got 48."`,
    );
    expect(await message({ minibatch: 4 }, gruPolicy({ inputs: 4, head }))).toMatchInlineSnapshot(
      `"Expected \`minibatch\` to divide the 32 steps of an update and be a multiple of 8, got 4."`,
    );
  });

  it("says which width of the policy is not that of the environment", async () => {
    const message = (policy: Policy): Promise<string> =>
      startPolicyGradient(ppo(policy), 1).then(
        () => "",
        (error: Error) => error.message,
      );
    expect(await message(mlpPolicy({ inputs: 5, head }))).toMatchInlineSnapshot(
      `"Expected \`observationWidth\` of the policy to be 4 for cart-pole@1, got 5."`,
    );
    expect(await message(mlpPolicy({ inputs: 4, head: gaussianHead(2) }))).toMatchInlineSnapshot(
      `"Expected \`actionWidth\` of the policy to be 1 for cart-pole@1, got 2."`,
    );
  });
});

/** Two arms that pay 0 and 1, one step an episode. */
const arms: Dynamics = {
  id: "arms@1",
  observation: { kind: "discrete", size: 1 },
  action: { kind: "discrete", size: 2 },
  stateSize: 1,
  maxSteps: 1,
  start: () => undefined,
  step: (_state, _at, actions, action, _draw, out) => {
    out.reward = actions[action] as number;
    out.terminated = true;
  },
  observe: (_state, _at, out, to) => {
    out[to] = 1;
  },
};

describe("methods are settings", () => {
  const plain = {
    environment: vectorise(arms, 16),
    policy: tabularPolicy({ states: 1, head, critic: false }),
    optimiser: adamw(),
    steps: 1,
    updates: 60,
    objective: { surrogate: "log-prob" },
    learningRate: 0.05,
  } as const;
  it.each([
    ["REINFORCE", { use: "gae", level: "step", rewards: "credit", credit: "credit", values: 0, lambda: 1 }],
    ["RLOO", { use: "rloo" }],
    ["GRPO", { use: "grpo/trl" }],
  ])("%s finds the arm that pays", async (_, advantage) => {
    const run = await startPolicyGradient(
      { ...plain, program: environmentProgram(advantage as never), groupSize: 8 },
      4,
    );
    let metrics: Metrics = {};
    for (let k = 0; k < 60; k++) metrics = await run.update();
    const { policy } = run.parameters() as unknown as { policy: HostFloats };
    expect((policy.data[1] as number) - (policy.data[0] as number)).toBeGreaterThan(2);
    expect(metrics["loss.value"]).toBe(undefined);
    run.close();
  });

  it("A2C learns values: the critic of two arms comes to their mean reward", async () => {
    const settings = {
      ...plain,
      policy: tabularPolicy({ states: 1, head }),
      program: environmentProgram(GAE(1, 1)),
      learningRate: 0.1,
    };
    const run = await startPolicyGradient(settings, 4);
    for (let k = 0; k < 60; k++) await run.update();
    const { critic } = run.parameters() as unknown as { critic: HostFloats };
    expect(critic.data[0]).toBeGreaterThan(0.8);
    run.close();
  });

  it("memory: a recurrent policy recalls what it saw two steps ago, one without cannot", async () => {
    const recall: Dynamics = {
      ...arms,
      id: "recall@1",
      observation: { kind: "box", low: [-1, 0], high: [1, 2] },
      stateSize: 2,
      maxSteps: 3,
      start: (state, at, draw) => {
        state[at] = draw.whole(2);
        state[at + 1] = 0;
      },
      step: (state, at, actions, action, _draw, out) => {
        state[at + 1] = (state[at + 1] as number) + 1;
        out.terminated = state[at + 1] === 3;
        out.reward = out.terminated && actions[action] === state[at] ? 1 : 0;
      },
      observe: (state, at, out, to) => {
        out[to] = state[at + 1] === 0 ? 2 * (state[at] as number) - 1 : 0;
        out[to + 1] = (state[at + 1] as number) / 2;
      },
    };
    const last = async (policy: Policy): Promise<number> => {
      const settings = {
        ...plain,
        environment: vectorise(recall, 32),
        policy,
        program: environmentProgram(GAE(1, 0.9)),
        steps: 3,
        objective: {},
        epochs: 4,
        normalise: true,
        learningRate: 0.02,
      };
      return (await curve(settings, 2, 60)).at(-1)?.return as number;
    };
    expect(await last(gruPolicy({ inputs: 2, head, memory: 8 }))).toBeGreaterThan(0.9);
    expect(await last(mlpPolicy({ inputs: 2, head, hidden: [16] }))).toBeLessThan(0.7);
  });

  it("real-valued actions: a gaussian goes to where the reward is", async () => {
    const target: Dynamics = {
      ...arms,
      id: "target@1",
      action: { kind: "box", low: [-2], high: [2] },
      step: (_state, _at, actions, action, _draw, out) => {
        out.reward = -(((actions[action] as number) - 1.5) ** 2);
        out.terminated = true;
      },
    };
    const policy = mlpPolicy({ inputs: 1, head: gaussianHead(1, { low: [-2], high: [2] }), hidden: [8] });
    const settings = {
      ...plain,
      environment: vectorise(target, 32),
      policy,
      program: environmentProgram(GAE(1, 1)),
      objective: {},
      epochs: 4,
      normalise: true,
      learningRate: 0.02,
    };
    const metrics = await curve(settings, 2, 60);
    expect(metrics[0]?.return).toBeLessThan(-1.5);
    expect(metrics.at(-1)?.return).toBeGreaterThan(-0.5);
  });
});

it("keeps memory flat over 150 updates", async () => {
  const run = await startPolicyGradient(
    ppo(mlpPolicy({ inputs: 4, head, hidden: [16], kernels: false }), { updates: 400 }),
    1,
  );
  for (let k = 0; k < 50; k++) await run.update();
  const before = process.memoryUsage();
  for (let k = 0; k < 150; k++) await run.update();
  expect(process.memoryUsage().external - before.external).toBeLessThan(4e6);
  run.close();
});

import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTransitions, type Transitions } from "../dataset/index.ts";
import { cartPole, type Environment, gridWorld, pendulum, randomActions, vectorise } from "../environment/index.ts";
import { categoricalHead, gaussianHead, mlpPolicy } from "../policy/index.ts";
import { valueIteration } from "../solver/index.ts";
import { adamw, type HostTree } from "../tensor/index.ts";
import { actorCritic } from "./actor-critic.ts";
import { END } from "./experience.ts";
import type { MakeAgent } from "./off-policy-agent.ts";
import { expectResumes, updatesOf } from "./off-policy-resume.test-support.ts";
import { createOfflineAdvantage, expectileLoss } from "./offline-advantage.ts";
import { createOfflineMemory } from "./offline-memory.ts";
import { offlineRegression } from "./offline-regression.ts";
import { type OfflineSettings, startOfflineRun } from "./offline-run.ts";
import { qLearner } from "./q-learner.ts";
import { createReplayBatch } from "./replay-memory.ts";

/** One state; an action of 0 pays 0 and ends, an action of 1 pays 1 and ends. */
const ARMS: Transitions = {
  ...{ count: 2, observationWidth: 1, actionWidth: 1 },
  observations: Float32Array.of(1, 1),
  actions: Float32Array.of(0, 1),
  rewards: Float64Array.of(0, 1),
  nextObservations: Float32Array.of(1, 1),
  ends: Uint8Array.of(END.terminated, END.terminated),
  offsets: Int32Array.of(0, 1, 2),
};

const armPolicy = mlpPolicy({ inputs: 1, head: categoricalHead(2), hidden: [8], critic: false });

function onArms(agent: MakeAgent, more: Partial<OfflineSettings> = {}): OfflineSettings {
  return {
    ...{ transitions: ARMS, action: { kind: "discrete", size: 2 }, agent },
    ...{ discount: 1, batch: 64, steps: 400, updates: 2, ...more },
  };
}

/** Probability of the action 1 in the only state, of 3000 draws. */
async function shareOf(settings: OfflineSettings): Promise<number> {
  const run = await startOfflineRun(settings, 1);
  await updatesOf(run, settings.updates);
  const into = new Float64Array(1);
  let share = 0;
  for (let step = 0; step < 3000; step++) {
    run.agent.act(Float32Array.of(1), into, { key: 1, step }, true);
    share += (into[0] as number) / 3000;
  }
  run.close();
  return share;
}

describe("expectileLoss", () => {
  it("is |τ − 1(u < 0)|·u², by hand", () => {
    expect([expectileLoss(2, 0.75), expectileLoss(-2, 0.75), expectileLoss(3, 0.5), expectileLoss(0, 0.9)]).toEqual([
      3, 1, 4.5, 0,
    ]);
  });
});

describe("createOfflineAdvantage", () => {
  const shape = { observationWidth: 1, action: { kind: "discrete", size: 2 } as const, rows: 1, batch: 2 };
  const line = (weight: readonly number[], bias: number) => [
    {
      weight: { data: Float32Array.from(weight), shape: [weight.length, 1] },
      bias: { data: Float32Array.of(bias), shape: [1] },
    },
  ];
  const batch = createReplayBatch(2, 1, 1);
  batch.observations.set([1, 2]);
  batch.nextObservations.set([3, 4]);
  batch.actions.set([0, 1]);
  batch.rewards.set([1, 2]);
  batch.discounts.set([0.5, 0]);

  it("of returns: y − V(s) with y = R + γⁿ·V′(next), by hand", () => {
    const judge = createOfflineAdvantage({ from: "returns", hidden: [], learningRate: 0 }, shape, 1);
    const saved = judge.save() as { value: HostTree };
    judge.restore({ ...saved, value: { ...saved.value, weights: line([2], 1), target: line([10], 0) } } as HostTree);
    const metrics = judge.learn(batch, 0);
    // V = 3, 5; y = 1 + 15, 2.
    expect([...judge.advantages]).toEqual([13, -3]);
    expect(metrics["loss.value"]).toBeCloseTo((0.5 * 169 + 0.5 * 9) / 2, 6);
    expect(metrics.advantage).toBe(5);
  });

  it("of values of actions: min Q′(s, a) − V(s); critics towards r + γ·V(next), by hand", () => {
    const settings = { from: "action-values", expectile: 0.75, hidden: [], learningRate: 0 } as const;
    const judge = createOfflineAdvantage(settings, shape, 1);
    const saved = judge.save() as { value: HostTree; critics: HostTree[] };
    judge.restore({
      value: { ...saved.value, weights: line([2], 1), target: line([99], 0) },
      critics: [
        { ...saved.critics[0], weights: line([0, 1, 2], 0), target: line([1, 5, 7], 0) },
        { ...saved.critics[1], weights: line([0, 3, 4], 0), target: line([1, 6, 2], 0) },
      ],
    } as unknown as HostTree);
    const metrics = judge.learn(batch, 0);
    // Q′ = min(6, 7), min(9, 4); V = 3, 5.
    expect([...judge.advantages]).toEqual([3, -1]);
    expect(metrics["loss.value"]).toBeCloseTo((0.75 * 9 + 0.25 * 1) / 2, 6);
    // y = 1 + 0.5·7, 2; Q = (1, 2) and (3, 4).
    expect(metrics["loss.critic"]).toBeCloseTo((0.5 * (3.5 ** 2 + 0) + 0.5 * (1.5 ** 2 + 4)) / 2, 6);
  });

  it("V becomes the expectile: τ for half of 0 and half of 1", () => {
    const judge = createOfflineAdvantage(
      { from: "returns", expectile: 0.8, hidden: [], learningRate: 0.01 },
      { ...shape, batch: 64 },
      1,
    );
    const memory = createOfflineMemory(ARMS, 1);
    const drawn = createReplayBatch(64, 1, 1);
    let value = 0;
    for (let step = 0; step < 1500; step++) {
      memory.draw(drawn, 1, step);
      judge.learn(drawn, step);
      if (step >= 1000) value += ((drawn.rewards[0] as number) - (judge.advantages[0] as number)) / 500;
    }
    expect(Math.abs(value - 0.8)).toBeLessThan(0.02);
  });
});

describe("offlineRegression", () => {
  const base = { policy: armPolicy, optimiser: adamw(), learningRate: 0.01 };

  it("without advantages imitates the shares of the data: a half", async () => {
    expect(Math.abs((await shareOf(onArms(offlineRegression(base)))) - 0.5)).toBeLessThan(0.06);
  });

  it.each(["returns", "action-values"] as const)(
    "with advantages from %s ends at shares e^(A/temperature): e² / (1 + e²) for ±1/2 over 1/2",
    async (from) => {
      const advantage = { from, learningRate: 0.01, targetRate: 0.05, hidden: [8] };
      const agent = offlineRegression({ ...base, advantage, weights: { temperature: 0.5 } });
      expect(Math.abs((await shareOf(onArms(agent))) - 1 / (1 + Math.exp(-2)))).toBeLessThan(0.05);
    },
  );

  it("bounds weights where e to them overflows", async () => {
    const transitions = { ...ARMS, rewards: Float64Array.of(0, 1e4) };
    const advantage = { from: "returns", learningRate: 0 } as const;
    const agent = offlineRegression({ ...base, advantage, weights: { temperature: 1, maxWeight: 100 } });
    const run = await startOfflineRun(onArms(agent, { transitions, steps: 1 }), 1);
    const { weight } = await run.update();
    expect(weight).toBeGreaterThan(30);
    expect(weight).toBeLessThan(70);
  });
});

/** Actions drawn evenly in a small grid: good ways are in the data only by pieces. */
const GRID = gridWorld(["S..#", ".#..", "...G"], { discount: 0.9, maxSteps: 30 });

function evenly(environment: Environment, steps: number): Transitions {
  const { count } = environment;
  const width = environment.observations.length / count;
  const rows: { [name in "observations" | "actions" | "rewards" | "nextObservations" | "ends"]: number[] } = {
    ...{ observations: [], actions: [], rewards: [], nextObservations: [], ends: [] },
  };
  environment.reset(3);
  for (let t = 0; t < steps; t++) {
    const actions = randomActions(environment, 5, t);
    rows.observations.push(...environment.observations);
    rows.actions.push(...actions);
    environment.step(actions);
    rows.rewards.push(environment.rewards[0] as number);
    const isEnd = environment.terminated[0] === 1;
    const isOver = isEnd || environment.truncated[0] === 1;
    rows.nextObservations.push(...(isOver ? environment.finalObservations : environment.observations));
    rows.ends.push(isEnd ? END.terminated : isOver ? END.truncated : END.none);
  }
  return {
    ...{ count: steps, observationWidth: width, actionWidth: 1 },
    observations: Float32Array.from(rows.observations),
    actions: Float32Array.from(rows.actions),
    rewards: Float64Array.from(rows.rewards),
    nextObservations: Float32Array.from(rows.nextObservations),
    ends: Uint8Array.from(rows.ends),
    offsets: Int32Array.of(0, steps),
  };
}

describe("startOfflineRun on a grid of which even draws are known", () => {
  const transitions = evenly(vectorise(GRID.dynamics, 1), 3000);
  const states = GRID.process.states;
  const policy = mlpPolicy({ inputs: states, head: categoricalHead(4), hidden: [16], critic: false });
  const base = { policy, optimiser: adamw(), learningRate: 0.01 };
  const settings = (agent: MakeAgent, horizon = 1): OfflineSettings => ({
    ...{ transitions, action: { kind: "discrete", size: 4 }, agent, discount: 0.9, horizon },
    ...{ batch: 64, steps: 1500, updates: 1 },
    evaluation: { environment: vectorise(GRID.dynamics, 4), every: 1, episodes: 1 },
  });
  const values = {
    ...{ double: true, hidden: [], learningRate: 0.02, exploration: 0 },
    target: { rate: 0.05, every: 1 },
  } as const;
  const advantage = {
    from: "action-values",
    expectile: 0.9,
    targetRate: 0.05,
    learningRate: 0.01,
    hidden: [16],
  } as const;

  it("values without conservatism are the optimal ones within 0.02", async () => {
    const run = await startOfflineRun(settings(qLearner(values)), 1);
    await run.update();
    const exact = valueIteration(GRID.process);
    const { weights } = run.agent.save() as unknown as {
      weights: { weight: { data: Float32Array }; bias: { data: Float32Array } }[];
    };
    const { weight, bias } = weights[0] as (typeof weights)[0];
    const goal = GRID.stateAt[2]?.[3] as number;
    for (let state = 0; state < states; state++) {
      if (state === goal) continue;
      for (let a = 0; a < 4; a++) {
        const value = (weight.data[state * 4 + a] as number) + (bias.data[a] as number);
        expect(Math.abs(value - (exact.actionValues[state * 4 + a] as number))).toBeLessThan(0.02);
      }
    }
  });

  it.each([
    ["values with conservatism", qLearner({ ...values, conservatism: 0.1 })],
    [
      "weights of an expectile of values",
      offlineRegression({ ...base, advantage, weights: { temperature: 0.05, maxWeight: 100 } }),
    ],
  ] as const)("%s find the way to the goal", async (_, agent) => {
    const run = await startOfflineRun(settings(agent), 1);
    expect((await run.update())["evaluation.return"]).toBe(1);
    run.close();
  });

  it.each([
    ["values", qLearner({ ...values, conservatism: 0.1 })],
    ["regression", offlineRegression({ ...base, advantage })],
    ["returns", offlineRegression({ ...base, advantage: { from: "returns", learningRate: 0.01 } })],
  ] as const)("killed at any update and resumed gives the curve of one that was not (%s)", async (_, agent) => {
    const short = { ...settings(agent, 5), steps: 10, updates: 4 };
    await expectResumes(() => startOfflineRun(short, 2), 4);
  });
});

const DATA = join(import.meta.dirname, "../../../../../shared/data/rl");
const isAbsent = !existsSync(DATA);

describe.skipIf(isAbsent)(`on expert data${isAbsent ? " (absent: ../shared/data/rl)" : ""}`, () => {
  const cartExpert = (): Transitions => readTransitions(join(DATA, "cartpole_0_expert.jsonl.gz"), { maxSteps: 500 });
  const pendulumExpert = (): Transitions =>
    readTransitions(join(DATA, "pendulum_0_expert.jsonl.gz"), { maxSteps: 200 });
  const cartPolicy = mlpPolicy({ inputs: 4, head: categoricalHead(2), hidden: [32, 32], critic: false });
  const pendulumHead = gaussianHead(1, { low: [-2], high: [2] });
  const pendulumPolicy = mlpPolicy({
    ...{ inputs: 3, head: pendulumHead, hidden: [64, 64], activation: "relu", critic: false },
  });
  const fit = { optimiser: adamw(), learningRate: 1e-3 } as const;
  const advantages = { from: "action-values", expectile: 0.7, targetRate: 0.01, learningRate: 1e-3 } as const;
  const returns = { from: "returns", learningRate: 1e-3 } as const;
  const values = { double: true, learningRate: 1e-3, target: { rate: 0.01, every: 1 }, exploration: 0 } as const;

  it("is what the environment makes of it: Pendulum's reward from observation and action", () => {
    const { count, observations, actions, rewards } = pendulumExpert();
    expect(count).toBe(11_200);
    for (let t = 0; t < count; t += 7) {
      const [cosine, sine, speed] = observations.subarray(3 * t, 3 * t + 3) as unknown as [number, number, number];
      const torque = actions[t] as number;
      const cost = Math.atan2(sine, cosine) ** 2 + 0.1 * speed ** 2 + 0.001 * torque ** 2;
      // Observations are rounded to 5 decimals.
      expect(Math.abs((rewards[t] as number) + cost)).toBeLessThan(2e-3);
    }
  });

  it.each([
    ["cloning", offlineRegression({ policy: cartPolicy, ...fit }), 1],
    [
      "weights of returns",
      offlineRegression({ policy: cartPolicy, ...fit, advantage: returns, weights: { temperature: 10 } }),
      Number.POSITIVE_INFINITY,
    ],
    [
      "weights of values",
      offlineRegression({
        policy: cartPolicy,
        ...fit,
        advantage: advantages,
        weights: { temperature: 1, maxWeight: 100 },
      }),
      1,
    ],
    ["conservative values", qLearner({ ...values, conservatism: 1 }), 1],
  ] as const)("%s: CartPole's expert (472 of 500) is met to 400 after 2,400 steps", async (_, agent, horizon) => {
    const environment = vectorise(cartPole(), 8);
    const run = await startOfflineRun(
      {
        ...{ transitions: cartExpert(), action: environment.action, agent, horizon },
        ...{ discount: 0.98, batch: 64, steps: 2400, updates: 1 },
        evaluation: { environment, every: 1, episodes: 2 },
      },
      1,
    );
    expect((await run.update())["evaluation.return"]).toBeGreaterThan(400);
    run.close();
  });

  // The expert returns −189, torques drawn evenly about −1200.
  it.each([
    ["cloning", offlineRegression({ policy: pendulumPolicy, ...fit }), 1],
    [
      "weights of returns",
      offlineRegression({ policy: pendulumPolicy, ...fit, advantage: returns, weights: { temperature: 20 } }),
      Number.POSITIVE_INFINITY,
    ],
    [
      "weights of values",
      offlineRegression({
        policy: pendulumPolicy,
        ...fit,
        advantage: advantages,
        weights: { temperature: 3, maxWeight: 100 },
      }),
      1,
    ],
    [
      "climbing near the data",
      actorCritic({
        ...{ draws: false, slowActor: true, climbs: "first", actorEvery: 2, targetRate: 0.005, learningRate: 1e-3 },
        ...{ smoothing: { deviation: 0.2, limit: 0.5 }, cloning: 0.5 },
      }),
      1,
    ],
  ] as const)("%s: Pendulum's expert is met to −400 after 3,000 steps", async (_, agent, horizon) => {
    const environment = vectorise(pendulum(), 8);
    const run = await startOfflineRun(
      {
        ...{ transitions: pendulumExpert(), action: environment.action, agent, horizon },
        ...{ discount: 0.98, batch: 64, steps: 3000, updates: 1 },
        evaluation: { environment, every: 1, episodes: 2 },
      },
      1,
    );
    expect((await run.update())["evaluation.return"]).toBeGreaterThan(-400);
    run.close();
  });
});

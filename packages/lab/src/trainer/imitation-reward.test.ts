import { anneal } from "@guerdon/core/schedule";
import { describe, expect, it } from "vitest";
import type { Transitions } from "../dataset/index.ts";
import { cartPole, vectorise } from "../environment/index.ts";
import type { HostTree } from "../tensor/index.ts";
import { END } from "./experience.ts";
import { type ImitationRewardSettings, imitationReward } from "./imitation-reward.ts";
import { expectResumes, updatesOf } from "./off-policy-resume.test-support.ts";
import { startOffPolicyRun } from "./off-policy-run.ts";
import { qLearner } from "./q-learner.ts";
import { createReplayBatch } from "./replay-memory.ts";

/** Pushes to the side to which the pole falls, steadied by its speed and the cart's. */
function demonstrate(steps: number): { readonly transitions: Transitions; readonly episodes: number } {
  const environment = vectorise(cartPole(), 1);
  environment.reset(9);
  const observations = new Float32Array(4 * steps);
  const nextObservations = new Float32Array(4 * steps);
  const actions = new Float32Array(steps);
  const ends = new Uint8Array(steps);
  let episodes = 0;
  for (let t = 0; t < steps; t++) {
    const [place, speed, tilt, turn] = environment.observations as unknown as [number, number, number, number];
    observations.set(environment.observations, 4 * t);
    actions[t] = 0.1 * place + 0.2 * speed + 3 * tilt + turn > 0 ? 1 : 0;
    environment.step([actions[t] as number]);
    const isOver = environment.terminated[0] === 1 || environment.truncated[0] === 1;
    nextObservations.set(isOver ? environment.finalObservations : environment.observations, 4 * t);
    ends[t] = environment.terminated[0] === 1 ? END.terminated : isOver ? END.truncated : END.none;
    if (isOver) episodes++;
  }
  const rewards = new Float64Array(steps);
  const widths = { count: steps, observationWidth: 4, actionWidth: 1 };
  const offsets = Int32Array.of(0, steps);
  return { transitions: { ...widths, observations, actions, rewards, nextObservations, ends, offsets }, episodes };
}

const { transitions: demonstrations, episodes } = demonstrate(2500);

describe("imitationReward", () => {
  const shape = { observationWidth: 1, action: { kind: "discrete", size: 2 } as const, rows: 1, batch: 4 };
  /** Demonstrated is always action 1. */
  const shown: Transitions = {
    ...{ count: 1, observationWidth: 1, actionWidth: 1 },
    observations: Float32Array.of(0),
    actions: Float32Array.of(1),
    rewards: Float64Array.of(0),
    nextObservations: Float32Array.of(0),
    ends: Uint8Array.of(END.terminated),
    offsets: Int32Array.of(0, 1),
  };
  const settings: ImitationRewardSettings = { demonstrations: shown, hidden: [], learningRate: 0.05 };
  const own = (actions: readonly number[]) => {
    const batch = createReplayBatch(4, 1, 1);
    batch.actions.set(actions);
    return batch;
  };

  it.each([
    ["positive", [Math.log(1 + Math.exp(-2)), Math.log(1 + Math.exp(3))]],
    ["negative", [-Math.log(1 + Math.exp(2)), -Math.log(1 + Math.exp(-3))]],
    ["log-odds", [-2, 3]],
  ] as const)("pays by the log-odds of −2 and 3, by hand (%s)", (pays, [first, second]) => {
    const reward = imitationReward({ ...settings, pays })(shape, 1);
    const line = [
      {
        weight: { data: Float32Array.of(0, -2, 3), shape: [3, 1] },
        bias: { data: Float32Array.of(0), shape: [1] },
      },
    ];
    reward.restore({ ...reward.save(), weights: line } as unknown as HostTree);
    const batch = own([0, 1, 0, 1]);
    reward.relabel(batch);
    for (const [b, paid] of [first, second, first, second].entries()) expect(batch.rewards[b]).toBeCloseTo(paid, 6);
  });

  it("has a loss of log 2 for a classifier that knows nothing", () => {
    const reward = imitationReward(settings)(shape, 1);
    const nothing = [
      { weight: { data: new Float32Array(3), shape: [3, 1] }, bias: { data: new Float32Array(1), shape: [1] } },
    ];
    reward.restore({ ...reward.save(), weights: nothing } as unknown as HostTree);
    expect(reward.learn(own([0, 1, 0, 1]), { key: 1, step: 0 })["loss.classifier"]).toBeCloseTo(Math.LN2, 12);
  });

  it("learns the log-odds of density ratios: log 4 for what is demonstrated always and done in one of four", () => {
    const reward = imitationReward({ ...settings, pays: "log-odds" })(shape, 1);
    for (let step = 0; step < 3000; step++) reward.learn(own([1, 0, 0, 0]), { key: 1, step });
    const batch = own([1, 1, 1, 1]);
    reward.relabel(batch);
    expect(batch.rewards[0]).toBeCloseTo(Math.log(4), 2);
  });

  it("learns only every so many steps", () => {
    const reward = imitationReward({ ...settings, every: 3 })(shape, 1);
    const learns = [0, 1, 2, 3].map(
      (step) => Object.keys(reward.learn(own([0, 1, 0, 1]), { key: 1, step })).length > 0,
    );
    expect(learns).toEqual([true, false, false, true]);
  });
});

describe("startOffPolicyRun with a learnt reward", () => {
  const start = (more: { readonly updates: number; readonly every: number; readonly hidden?: readonly number[] }) =>
    startOffPolicyRun(
      {
        environment: vectorise(cartPole(), 8),
        agent: qLearner({
          ...{ double: true, learningRate: 1e-3, huber: 1, maxGradientNorm: 10, target: { rate: 0.01, every: 1 } },
          ...(more.hidden === undefined ? {} : { hidden: more.hidden }),
          exploration: anneal({ from: 1, to: 0.05, steps: 400 }),
        }),
        reward: imitationReward({ demonstrations, learningRate: 1e-3 }),
        ...{ steps: more.updates > 10 ? 100 : 6, updates: more.updates, memory: 2500, discount: 0.95, batch: 64 },
        ...{ learnSteps: 2, warmup: 10 },
        evaluation: { environment: vectorise(cartPole(), 8), every: more.every, episodes: 2 },
      },
      1,
    );

  it("killed at any update and resumed gives the curve of one that was not", async () => {
    await expectResumes(() => start({ updates: 5, every: 5, hidden: [8] }), 5);
  });

  it("wants single steps", async () => {
    const environment = vectorise(cartPole(), 1);
    const agent = qLearner({ learningRate: 0, exploration: 1, target: { rate: 1, every: 1 } });
    const reward = imitationReward({ demonstrations, learningRate: 0 });
    const sizes = { steps: 1, updates: 1, memory: 9, batch: 4, discount: 1, horizon: 3 };
    await expect(
      startOffPolicyRun({ environment, agent, reward, ...sizes }, 1),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`horizon\` to be 1 with a learnt reward, got 3.]`,
    );
  });

  it("imitates on CartPole without its reward: greedy return above 200 after 24,000 steps, from 10", async () => {
    expect(episodes).toBeLessThanOrEqual(5);
    const run = await start({ updates: 30, every: 30 });
    const curve = await updatesOf(run, 30);
    expect(curve[0]?.return).toBeLessThan(40);
    expect(curve.at(-1)?.["evaluation.return"]).toBeGreaterThan(200);
  }, 60_000);
});

import { describe, expect, it } from "vitest";
import type { NormalisedEnvironment } from "../environment/index.ts";
import { actedRows } from "../policy/index.ts";
import { makeEnvironment } from "./make-environment.ts";
import { makeNamed } from "./named.ts";
import { policies } from "./policies.ts";

describe("makeEnvironment", () => {
  it("wraps an environment as settings say", async () => {
    const environment = await makeEnvironment({
      ...{ use: "pendulum", copies: 2, timeLimit: 2, clipActions: true },
      ...{ scaleRewards: { discount: 0.9 }, normaliseObservations: { clip: 1.5 } },
    });
    environment.step([50, -50]);
    expect(Math.max(...environment.observations.map(Math.abs))).toBeLessThanOrEqual(1.5);
    expect(environment.earned).not.toEqual(environment.rewards);
    environment.step([1, 2]);
    expect([...environment.truncated]).toEqual([1, 1]);
    // A torque of 50 was one of 2: cost of effort at most 0.001 · 4.
    expect(Math.min(...(environment.earned as Float64Array))).toBeGreaterThan(-17);
  });

  it("takes agents apart: one policy for both of a game", async () => {
    const used = { use: "markov-game", copies: 4, separateAgents: { reward: "payoff" } };
    const environment = await makeEnvironment(used);
    expect([environment.count, environment.action]).toEqual([8, { kind: "discrete", size: 4 }]);
    environment.step([0, 1, 2, 3, 0, 1, 2, 3]);
    expect(environment.rewards).toEqual(environment.signals.payoff);
  });

  it("shows an evaluation by the moments of training", async () => {
    const used = { use: "pendulum", copies: 1, normaliseObservations: {} };
    const training = (await makeEnvironment(used)) as NormalisedEnvironment;
    for (let t = 0; t < 20; t++) training.step([2]);
    const before = training.moments.save();
    const evaluation = await makeEnvironment(used, training.moments);
    evaluation.reset(3);
    evaluation.step([0]);
    expect((evaluation as NormalisedEnvironment).moments.save()).toEqual(before);
  });

  it("a normal policy by name keeps to the bounds of the actions", async () => {
    const environment = await makeEnvironment({ use: "pendulum", copies: 64 });
    const policy = await makeNamed("policy", policies, { use: "mlp", hidden: [4] }, environment);
    const [actor, acted] = [policy.actor(64), actedRows(64, 1)];
    const parameters = policy.model.parameters(1) as unknown as { head: { logDeviation: { data: Float32Array } } };
    parameters.head.logDeviation.data.fill(2);
    actor.load(parameters as never);
    actor.act(environment.observations, acted, { key: 1, step: 0 });
    expect(Math.max(...acted.actions.map(Math.abs))).toBe(2);
    expect(Math.max(...acted.drawn.map(Math.abs))).toBeGreaterThan(5);
  });

  it("says where a wrapper's option is wrong", async () => {
    await expect(
      makeEnvironment({ use: "pendulum", scaleRewards: { discount: 2 } }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`environment.scaleRewards.discount\` to be valid, got 2: Too big: expected number to be <=1.]`,
    );
  });
});

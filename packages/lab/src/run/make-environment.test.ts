import { describe, expect, it } from "vitest";
import type { NormalisedEnvironment } from "../environment/index.ts";
import { makeEnvironment } from "./make-environment.ts";

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

  it("says where a wrapper's option is wrong", async () => {
    await expect(
      makeEnvironment({ use: "pendulum", scaleRewards: { discount: 2 } }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`environment.scaleRewards.discount\` to be valid, got 2: Too big: expected number to be <=1.]`,
    );
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { createLearner, sgd, startEngine } from "../tensor/index.ts";
import { choiceWorld } from "../world/index.ts";
import { logLinearPolicy } from "./log-linear-policy.ts";

// A world of 3 prompts and choices of 4 and 2; prompt p wants the choice p at the first place.
const world = choiceWorld({
  prompts: 3,
  heads: [4, 2],
  names: ["right"],
  measure: ({ prompt, choices: [one] }) => [Number(one === prompt)],
});
const policy = logLinearPolicy({
  firstToken: 2,
  firstPrompt: 6,
  prompts: 3,
  places: [
    { choices: 4, weights: [2, -1], features: (p, k) => [Number(k === p), k / 4] },
    { choices: 2, weights: [0.5], features: (p, k) => [p * k] },
  ],
});

beforeAll(async () => {
  await startEngine();
});

describe("logLinearPolicy", () => {
  it("writes with the chances its features and weights give", () => {
    const writer = policy.writer(world, 3);
    writer.load([
      { data: Float32Array.of(2, -1), shape: [2] },
      { data: Float32Array.of(0.5), shape: [1] },
    ] as never);
    const { ids, logProbs } = writer.generate(world.prompts(1, 0, 3), { maxTokens: 2, temperature: 0 });
    expect([...ids]).toEqual([2, 2, 3, 3, 4, 3]);
    // Prompt 1, choice 1: logits 0, 1.75, −0.5, −0.75; then 0 and 0.5.
    const sum = 1 + Math.exp(1.75) + Math.exp(-0.5) + Math.exp(-0.75);
    expect(logProbs[2]).toBeCloseTo(1.75 - Math.log(sum), 12);
    expect(logProbs[3]).toBeCloseTo(0.5 - Math.log(1 + Math.exp(0.5)), 12);
  });

  it("says with its model what it writes, before a step and after", async () => {
    const learner = await createLearner(policy.model(world, 0.7), sgd(), { seed: 2 });
    const prompts = world.prompts(1, 0, 3);
    const inputs = (ids: Int32Array) => ({
      prompts: { data: prompts.ids, shape: [3, 1] },
      completions: { data: ids, shape: [12, 2] },
    });
    const writer = policy.writer(world, 12);
    const options = { perPrompt: 4, maxTokens: 2, temperature: 0.7, key: 5 };
    writer.load(learner.parameters());
    const before = writer.generate(prompts, options);
    const gradients = Float64Array.from(before.ids, (id, i) => ((id * 7 + i) % 5) - 2);
    learner.step(inputs(before.ids), { logProbs: gradients }, { learningRate: 0.1 });
    writer.load(learner.parameters());
    const after = writer.generate(prompts, options);
    const { logProbs, entropy } = learner.forward(inputs(after.ids));
    for (let i = 0; i < after.ids.length; i++) {
      expect(logProbs[i]).toBeCloseTo(after.logProbs[i] as number, 4);
      expect(entropy[i]).toBeCloseTo(after.entropies[i] as number, 4);
    }
    expect(after.logProbs).not.toEqual(before.logProbs);
  });

  it("refuses features that are not as many as the weights", () => {
    const places = [{ choices: 2, weights: [0, 0], features: () => [1] }];
    expect(() => logLinearPolicy({ firstToken: 2, firstPrompt: 4, prompts: 1, places })).toThrow(
      "as many `features` as weights at place 0, 2, got 1",
    );
  });
});

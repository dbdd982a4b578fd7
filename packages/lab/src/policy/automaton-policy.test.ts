import { describe, expect, it } from "vitest";
import { gradientError } from "../tensor/gradient-check.test-support.ts";
import { adamw, createLearner, hostArray, sgd } from "../tensor/index.ts";
import { weighedOutputs } from "../tensor/parity-gate.test-support.ts";
import { twoToolQa, twoToolQaPolicy } from "../world/index.ts";

const world = twoToolQa();
const policy = twoToolQaPolicy();

describe("automatonPolicy", () => {
  it("has a model that gives the writer's log-probabilities, and their gradient", async () => {
    const model = policy.model(world, 1.3);
    const weights = hostArray(
      [42, 5],
      Float32Array.from({ length: 210 }, (_, i) => Math.sin(1 + i)),
    );
    const writer = policy.writer(world, 1);
    writer.load({ weights });
    const prompts = world.prompts(1, 0, 6);
    const { maxTokens, end, pad } = world;
    const written = writer.generate(prompts, { maxTokens, end, pad, temperature: 1.3, key: 3, perPrompt: 4 });
    const inputs = {
      prompts: { data: prompts.ids.slice(), shape: [6, 1] },
      completions: { data: written.ids, shape: [24, maxTokens] },
    };
    const learner = await createLearner(model, adamw(), { seed: 0, parameters: { weights } });
    const { logProbs, entropy } = learner.forward(inputs);
    learner.close();
    for (let r = 0; r < 24; r++) {
      for (let i = r * maxTokens; i < r * maxTokens + (written.lengths[r] as number); i++) {
        expect(logProbs[i]).toBeCloseTo(written.logProbs[i] as number, 4);
        expect(entropy[i]).toBeCloseTo(written.entropies[i] as number, 4);
      }
    }
    expect(await gradientError(weighedOutputs(model, inputs), { weights })).toBeLessThan(1e-3);
  });

  it("has a learner by hand that is the tensor engine's: outputs, steps with clipping, entropy, and state", async () => {
    const model = policy.model(world, 0.8);
    const weights = hostArray(
      [42, 5],
      Float32Array.from({ length: 210 }, (_, i) => Math.sin(1 + i)),
    );
    const settings = { seed: 0, parameters: { weights }, maxGradientNorm: 0.5 };
    const optimiser = adamw({ weightDecay: 0.1 });
    const slow = await createLearner(model, optimiser, settings);
    const fast = policy.learner?.(world, 0.8, optimiser, settings) as typeof slow;
    expect(policy.learner?.(world, 1, sgd(), settings)).toBeUndefined();
    const writer = policy.writer(world, 1);
    writer.load({ weights });
    const prompts = world.prompts(2, 0, 5);
    const { maxTokens, end, pad } = world;
    const { ids, lengths } = writer.generate(prompts, { maxTokens, end, pad, key: 3, perPrompt: 4 });
    const inputs = {
      prompts: { data: prompts.ids.slice(), shape: [5, 1] },
      completions: { data: ids, shape: [20, maxTokens] },
    };
    const isWritten = Array.from(ids, (_, i) => Number(i % maxTokens < (lengths[Math.floor(i / maxTokens)] as number)));
    const pulls = {
      logProbs: isWritten.map((one, i) => one * Math.cos(i)),
      entropy: isWritten.map((one, i) => 0.3 * one * Math.sin(3 * i)),
    };
    for (let step = 0; step < 3; step++) {
      const [one, other] = [slow.forward(inputs), fast.forward(inputs)];
      isWritten.forEach((there, i) => {
        expect(other.logProbs[i]).toBeCloseTo(there * (one.logProbs[i] as number), 4);
        expect(other.entropy[i]).toBeCloseTo(there * (one.entropy[i] as number), 4);
      });
      const [moved, own] = [slow, fast].map((learner) => learner.step(inputs, pulls, { learningRate: 0.05 }));
      expect(own?.gradientNorm).toBeCloseTo(moved?.gradientNorm as number, 4);
      expect(own?.pulled).toBeCloseTo(moved?.pulled as number, 3);
    }
    const weightsOf = (learner: typeof slow) =>
      (learner.parameters() as unknown as { weights: { data: Float32Array } }).weights.data;
    weightsOf(slow).forEach((value, i) => {
      expect(weightsOf(fast)[i]).toBeCloseTo(value, 4);
    });
    const saved = fast.save();
    fast.step(inputs, pulls);
    const after = weightsOf(fast);
    fast.restore(saved);
    fast.step(inputs, pulls);
    expect(weightsOf(fast)).toEqual(after);
    slow.close();
  });

  it("acts by what is in hand: the same state has the same chances, another has others", () => {
    const writer = policy.writer(world, 1);
    const data = new Float32Array(210);
    // Where a question to look up shows nothing yet: `search`, and with a sentence in hand `answer`.
    data[0] = 20;
    data[6 * 5 + 3] = 20;
    writer.load({ weights: hostArray([42, 5], data) });
    const { maxTokens, end, pad } = world;
    const prompts = { count: 1, length: 1, ids: Int32Array.of(6) };
    const { ids, lengths } = writer.generate(prompts, { maxTokens, end, pad, key: 1 });
    expect([lengths[0], ...ids.slice(0, 2)]).toEqual([2, 2, 1]);
  });
});

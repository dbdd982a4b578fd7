import { describe, expect, it } from "vitest";
import { gradientError } from "../tensor/gradient-check.test-support.ts";
import { adamw, createLearner, hostArray } from "../tensor/index.ts";
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

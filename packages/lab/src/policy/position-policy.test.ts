import { describe, expect, it } from "vitest";
import { gradientError } from "../tensor/gradient-check.test-support.ts";
import { adamw, createLearner, type HostTree, hostArray } from "../tensor/index.ts";
import { parityGap, slopesOf, weighedOutputs } from "../tensor/parity-gate.test-support.ts";
import {
  choicePolicy,
  choiceWorld,
  thinkingLength,
  thinkingLengthPolicy,
  tokenHack,
  tokenHackPolicy,
} from "../world/index.ts";

const world = thinkingLength();
const choices = choiceWorld({ prompts: 3, heads: [4, 2, 3], names: [], measure: () => [] });
const tagged = thinkingLength({ tags: ["4 ", "20 ", "as you like "] });
const policy = thinkingLengthPolicy();

/** Parameters that differ everywhere. */
function lively(tree: { readonly [name: string]: { readonly shape: readonly number[] } }): HostTree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, { shape }], k) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return [
        name,
        hostArray(
          shape,
          Float32Array.from({ length: size }, (_, i) => Math.sin(1 + i + 5 * k)),
        ),
      ];
    }),
  );
}

describe("positionPolicy", () => {
  it("begins with a hazard of σ(−2.5) at every place: 12 tokens of thinking on average (104 §Experiment)", () => {
    const writer = policy.writer(world, 1);
    writer.load(policy.model(world, 1).parameters(0));
    const written = writer.generate(world.prompts(1, 0, 1000), { maxTokens: 32, end: world.end, key: 1 });
    const hazard = 1 / (1 + Math.exp(2.5));
    const expected = (1 - (1 - hazard) ** 32) / hazard;
    const mean = written.lengths.reduce((sum, length) => sum + length, 0) / 1000;
    expect(Math.abs(mean - expected)).toBeLessThan(0.6);
    expect(written.logProbs[0]).toBeCloseTo(Math.log(written.ids[0] === world.end ? hazard : 1 - hazard), 6);
    const ended = written.ended.reduce((sum, value) => sum + value, 0) / 1000;
    expect(Math.abs(ended - (1 - (1 - hazard) ** 32))).toBeLessThan(0.03);
  });

  it.each([
    ["thinking-length", world, policy, 1],
    ["choice", choices, choicePolicy({ prompts: 3, heads: [4, 2, 3], shared: [false, true] }), 1.3],
    ["thinking-length with tags", tagged, thinkingLengthPolicy({ tags: 2, firstPlaceRate: 0.2 }), 1],
    ["members with tags", world, thinkingLengthPolicy({ tags: 2, memberTags: [1, -1] }), 1],
    ["token-hack", tokenHack(), tokenHackPolicy(), 0.8],
  ] as const)("has a model that gives the writer's log-probabilities: %s", async (_, own, table, temperature) => {
    const model = table.model(own, temperature);
    const parameters = lively(model.parameters(0) as never);
    const writer = table.writer(own, 1);
    writer.load(parameters);
    const prompts = own.prompts(1, 0, 6);
    const { maxTokens, end, pad } = own;
    const written = writer.generate(prompts, { maxTokens, end, pad, temperature, key: 3, perPrompt: 2 });
    const inputs = {
      prompts: { data: prompts.ids.slice(), shape: [6, prompts.length] },
      completions: { data: written.ids, shape: [12, maxTokens] },
    };
    const learner = await createLearner(model, adamw(), { seed: 0, parameters });
    const { logProbs, entropy } = learner.forward(inputs);
    learner.close();
    for (let r = 0; r < 12; r++) {
      for (let m = 0; m < (written.lengths[r] as number); m++) {
        expect(logProbs[r * maxTokens + m]).toBeCloseTo(written.logProbs[r * maxTokens + m] as number, 4);
        expect(entropy[r * maxTokens + m]).toBeCloseTo(written.entropies[r * maxTokens + m] as number, 4);
      }
    }
    expect(await gradientError(weighedOutputs(model, inputs), parameters)).toBeLessThan(1e-3);
    expect(await parityGap(slopesOf(weighedOutputs(model, inputs)), parameters)).toBeLessThan(1e-4);
  });
});

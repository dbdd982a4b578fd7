import { describe, expect, it } from "vitest";
import { hostArray } from "../tensor/index.ts";
import { thinkingLength } from "../world/index.ts";
import { additivePolicy } from "./additive-policy.ts";

const world = thinkingLength({ tags: ["low ", "free "], maxTokens: 1 });
const [ANSWER, THINK, EASY, LOW, FREE] = [1, 2, 3, 5, 6];

/** Logit of answering at the only place, for a prompt of these tokens, by member. */
function logitsOf(prompt: readonly number[], members: readonly number[], perPrompt: number): number[] {
  const policy = additivePolicy({
    tokens: [ANSWER, THINK],
    initial: [0.5, 0],
    free: [true, false],
    contexts: [EASY, LOW],
    scales: [1, 2],
    placeScales: [0.5],
    members,
  });
  const writer = policy.writer(world, 1);
  writer.load({
    shared: hostArray([1, 2], Float32Array.of(0.25, 9)),
    own: hostArray([2, 1, 2], Float32Array.of(2, 9, 3, 9)),
  });
  const prompts = { ids: Int32Array.from(prompt), count: 1, length: prompt.length };
  const { ids, logProbs } = writer.generate(prompts as never, { maxTokens: 1, end: ANSWER, key: 1, perPrompt });
  return Array.from(ids, (id, r) => {
    const chance = Math.exp(logProbs[r] as number);
    const answers = id === ANSWER ? chance : 1 - chance;
    return Math.log(answers / (1 - answers));
  });
}

describe("additivePolicy", () => {
  it("adds what each token of the prompt has, times the scales; logits that are not free stay", () => {
    expect(logitsOf([LOW, EASY], [], 1)[0]).toBeCloseTo(0.75 + 0.5 * 2 + 2 * 0.5 * 3, 6);
    expect(logitsOf([FREE, EASY], [], 1)[0]).toBeCloseTo(0.75 + 0.5 * 2, 6);
  });

  it("asks members of a group in ways of their own", () => {
    const [low, free] = logitsOf([FREE, EASY], [1, -1], 2);
    expect(low).toBeCloseTo(0.75 + 1 + 3, 5);
    expect(free).toBeCloseTo(0.75 + 1, 6);
  });
});

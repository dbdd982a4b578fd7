import { describe, expect, it } from "vitest";
import { checkWorld } from "./check-world.ts";
import { type ChoiceAt, choicePolicy, choiceWorld } from "./choice-world.ts";
import { layoutOf } from "./rollout-columns.ts";

const heads = { prompts: 3, heads: [4, 2] };
const names = ["first", "second", "prompt", "fixed", "own"] as const;
const measure = ({ choices, prompt, ofPrompt, ofResponse }: ChoiceAt): readonly number[] => [
  choices[0] as number,
  choices[1] as number,
  prompt,
  ofPrompt(0),
  ofResponse(0),
];
const world = choiceWorld({ ...heads, names, measure });

/** Signals of the responses that a fresh policy writes. */
function drawn(policy = choicePolicy(heads), seed = 1, count = 6) {
  const writer = policy.writer(world, count * 40);
  writer.load(policy.model(world, 1).parameters(0) as never);
  const prompts = world.prompts(seed, 0, count);
  const { maxTokens, end, pad } = world;
  const completions = writer.generate(prompts, { maxTokens, end, pad, key: 1, perPrompt: 40 });
  const signals = world.signals(prompts, completions, layoutOf(prompts, completions));
  const values = Object.fromEntries(names.map((name) => [name, [...(signals[name]?.values ?? [])]]));
  return { ...values, logProbs: completions.logProbs } as Record<(typeof names)[number], number[]> & {
    logProbs: Float64Array;
  };
}

describe("choiceWorld", () => {
  for (const { name, check } of checkWorld(world)) it(name, check);

  it("visits the prompts in turn and draws every choice of a head, none beyond", () => {
    const { first, second, prompt, logProbs } = drawn();
    expect(prompt.filter((_, r) => r % 40 === 0)).toEqual([0, 1, 2, 0, 1, 2]);
    expect([...new Set(first)].sort()).toEqual([0, 1, 2, 3]);
    expect([...new Set(second)].sort()).toEqual([0, 1]);
    expect([logProbs[0], logProbs[1]]).toEqual([Math.log(1 / 4), Math.log(1 / 2)]);
  });

  it("has numbers of a prompt that stay, and numbers of a response that do not", () => {
    const { fixed, own } = drawn();
    expect(fixed[0]).toBe(fixed[3 * 40]);
    expect(new Set(fixed).size).toBe(3);
    expect(new Set(own).size).toBe(6 * 40);
    expect(drawn(choicePolicy(heads), 2).fixed[0]).not.toBe(fixed[0]);
  });

  it("begins where the logits say", () => {
    const { second } = drawn(choicePolicy({ ...heads, initial: [[], [0, Math.log(9)]] }));
    expect(second.reduce((sum, value) => sum + value, 0) / second.length).toBeCloseTo(0.9, 1);
  });

  it("refuses heads without a choice", () => {
    expect(() => choiceWorld({ heads: [], names: [], measure: () => [] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`heads\` to be numbers of choices of at least 1, got [].]`,
    );
  });
});

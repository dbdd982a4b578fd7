import { describe, expect, it } from "vitest";
import { type Advantage, makeLibrary } from "../piece/index.ts";
import { streamKey, uniformAt } from "../random/index.ts";
import { flatLayout, fullSignal, type Signal, SignalBuilder } from "../signal/index.ts";
import { lawsOf, type SkippedLaw } from "../testing/index.ts";
import { advantagePresets, advantages } from "./index.ts";

const library = makeLibrary(advantages, advantagePresets);

const EQUAL = "gives 0 where all members are equal";
const TOKENS = [{ law: EQUAL, reason: "the token-weighted mean of the batch is not 0" }];
const NO_BASELINE = [{ law: EQUAL, reason: "there is no baseline of the group" }];
const SKIPS: { readonly [preset: string]: readonly SkippedLaw[] } = {
  "reinforce-baseline": TOKENS,
  "reinforce-baseline/verl": TOKENS,
  "reinforce-baseline/nemo": TOKENS,
  dler: TOKENS,
  "gdpo/verl": TOKENS,
  "reinforce++": NO_BASELINE,
  "reinforce++/skyrl": NO_BASELINE,
  "reinforce++/openrlhf": NO_BASELINE,
  "reinforce++/nemo": NO_BASELINE,
  prpo: NO_BASELINE,
  remax: [{ law: EQUAL, reason: "the baseline need not come from the rewards" }],
  "gdpo/nemo": [{ law: EQUAL, reason: "leave-one-out deviations leave a batch mean that is not 0" }],
  reinforce: NO_BASELINE,
  "gdpo/released": [
    { law: "gives 0 without a reward", reason: "the released code counts a missing reward as 0" },
    { law: "is not moved by rollouts without a reward", reason: "the released code counts a missing reward as 0" },
  ],
};

describe.each(advantagePresets.map((preset) => [preset.name, preset] as const))("%s", (name, { use, options }) => {
  const { factory } = library.find(use);
  for (const law of lawsOf(factory, { options, skip: SKIPS[name] ?? [] })) it(law.name, law.check);
});

function madeOf(name: string): Advantage {
  const { factory, options } = library.find(name);
  return factory(options) as Advantage;
}

const groups = [4, 1, 5, 2];
const key = streamKey(3, "presets");
const rewards = [0, 1, 2].map((k) => random(k * 100));

function random(from: number): Signal {
  const out = new SignalBuilder("rollout", 12);
  for (let i = 0; i < 12; i++) {
    if (uniformAt(key, from + i) < 0.8) out.set(i, Math.round(9 * uniformAt(key, from + 50 + i)) / 3);
  }
  return out.build();
}

function numbersOf(name: string): readonly number[] {
  const input = { total: rewards[0] as Signal, over: rewards, tokenCounts: new Float64Array(12).fill(7) };
  return [...madeOf(name).advantages(input, flatLayout(groups)).values];
}

describe("advantagePresets", () => {
  it.each([
    ["grpo", "grpo/trl"],
    ["dr-grpo", "grpo/trl-none"],
    ["dr-grpo", "grpo/prime-rl"],
    ["grpo/verl", "grpo/skyrl"],
    ["rloo", "rloo/openrlhf"],
    ["rloo", "rloo/skyrl"],
    ["rloo", "rloo/trl"],
    ["gdpo", "grpo/trl-decoupled"],
    ["reinforce-baseline", "reinforce-baseline/nemo"],
    ["reinforce++", "reinforce++/skyrl"],
    ["reinforce++/openrlhf", "reinforce++/nemo"],
  ])("%s is %s under another name", (name, twin) => {
    expect(numbersOf(name)).toEqual(numbersOf(twin));
  });

  it.each([
    ["grpo", "grpo/verl"],
    ["grpo", "grpo/trl-batch"],
    ["grpo", "dr-grpo"],
    ["grpo/verl", "grpo/rllm"],
    ["grpo/trl", "grpo/nemo"],
    ["rloo", "rloo/verl"],
    ["reinforce-baseline/verl", "dler"],
    ["reinforce-baseline", "reinforce-baseline/rllm"],
    ["reinforce++", "prpo"],
    ["grpo", "maxrl"],
    ["dr-grpo", "gpg"],
    ["grpo/trl-batch", "lite-ppo"],
    ["gdpo", "gdpo/released"],
    ["gdpo", "gdpo/verl"],
    ["gdpo", "gdpo/nemo"],
  ])("%s differs from %s", (name, other) => {
    expect(numbersOf(name)).not.toEqual(numbersOf(other));
  });

  it("cuts lite-ppo at 2 and divides it by the deviation of the batch (175 §Mechanism, by hand)", () => {
    const total = fullSignal("rollout", [9, 0, 0, 0, 0, 0, 0, 0, 0]);
    const out = madeOf("lite-ppo").advantages({ total, over: [] }, flatLayout([9]));
    expect(out.values[0]).toBe(2);
    expect(out.values[1]).toBeCloseTo(-1 / (3 + 1e-6), 14);
  });

  it("keeps grpo/openrlhf within eps of the formula of the paper", () => {
    const paper = numbersOf("grpo/paper");
    numbersOf("grpo/openrlhf").forEach((number, i) => {
      expect(number).toBeCloseTo(paper[i] as number, 7);
    });
  });

  it("has each name once, and a sentence for each", () => {
    expect(new Set(advantagePresets.map(({ name }) => name)).size).toBe(advantagePresets.length);
    expect(advantagePresets.filter(({ summary }) => !summary.endsWith("."))).toEqual([]);
  });
});

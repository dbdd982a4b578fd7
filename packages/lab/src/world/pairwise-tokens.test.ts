import { streamKey } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import { normalAt } from "../tensor/index.ts";
import { checkWorld } from "./check-world.ts";
import { pairwiseTokens, pairwiseTokensPolicy } from "./pairwise-tokens.ts";
import { layoutOf } from "./rollout-columns.ts";

type Completions = Parameters<ReturnType<typeof pairwiseTokens>["signals"]>[1];

const answers = (...rows: readonly (readonly number[])[]): Completions => ({
  ids: Int32Array.from(rows.flat()),
  maxTokens: 3,
  lengths: new Int32Array(rows.length).fill(3),
  ended: new Uint8Array(rows.length),
});
const small = { tokens: 3, kinds: 2 };
const SEED = 4;
const key = streamKey(SEED, "pairwise tokens");
const alone = (t: number, k: number): number => normalAt(key, 6 * t + k);
const together = (t: number, k: number, l: number): number => 0.6 * normalAt(key, 6 * t + 2 + 2 * k + l);

/** Signals of answers of three tokens of two kinds, each to a prompt of its own. */
function measured(options: object, ...rows: readonly (readonly number[])[]) {
  const world = pairwiseTokens({ ...small, ...options });
  const prompts = world.prompts(SEED, 0, rows.length);
  const completions = answers(...rows.map((row) => row.map((kind) => 3 + kind)));
  const { outcome, shares } = world.signals(prompts, completions, layoutOf(prompts, completions));
  return { outcome: outcome?.values as Float64Array, shares: shares?.values as Float64Array };
}

describe("pairwiseTokens", () => {
  for (const law of checkWorld(pairwiseTokens())) it(law.name, law.check);

  it("scores an answer by its tokens and its neighbours, the same for the same seed (042 §Experiment A, by hand)", () => {
    const { outcome } = measured({}, [0, 1, 1], [1, 1, 0]);
    expect(outcome[0]).toBeCloseTo(alone(0, 0) + alone(1, 1) + alone(2, 1) + together(0, 0, 1) + together(1, 1, 1), 12);
    expect(outcome[1]).toBeCloseTo(alone(0, 1) + alone(1, 1) + alone(2, 0) + together(0, 1, 1) + together(1, 1, 0), 12);
  });

  it("gives each token its own worth and half of its pairs, on the mean of many orders; all add up to the outcome", () => {
    const { outcome, shares } = measured({ permutations: 4000 }, [0, 1, 1]);
    const [first, second] = [together(0, 0, 1), together(1, 1, 1)];
    const exact = [alone(0, 0) + first / 2, alone(1, 1) + (first + second) / 2, alone(2, 1) + second / 2];
    for (const [t, share] of exact.entries()) expect(Math.abs(share - (shares[t] as number))).toBeLessThan(0.03);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(outcome[0] as number, 10);
  });

  it("draws other orders for another answer, and gives pairs twice without a token", () => {
    const { shares } = measured({ permutations: 1 }, ...new Array<readonly number[]>(8).fill([0, 1, 1]));
    expect(new Set(Array.from({ length: 8 }, (_, r) => shares[3 * r])).size).toBeGreaterThan(1);
    const { outcome, shares: lost } = measured({ credit: "leave-one-out" }, [0, 1, 1]);
    const pairs = together(0, 0, 1) + together(1, 1, 1);
    expect(lost.reduce((sum, share) => sum + share, 0)).toBeCloseTo((outcome[0] as number) + pairs, 12);
  });

  it("lets its policy write all kinds at every place", () => {
    const world = pairwiseTokens();
    const prompts = world.prompts(1, 0, 1);
    const writer = pairwiseTokensPolicy().writer(world, 400);
    writer.load(pairwiseTokensPolicy().model(world, 1).parameters(0));
    const { ids } = writer.generate(prompts, { maxTokens: 12, end: 1, pad: 0, key: 5, perPrompt: 400 });
    expect([...new Set(ids)].sort((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

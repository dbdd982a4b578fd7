import { describe, expect, it } from "vitest";
import { draw, messageOf } from "./gradient-check.test-support.ts";
import {
  categoricalEntropy,
  durationWeights,
  entropyBonus,
  entropyCorridor,
  imitationSetLoss,
  klToReference,
  mixtureLoss,
  policyLoss,
  rewardWeights,
  sftLoss,
  valueLoss,
} from "./index.ts";

const f = (...values: number[]): Float64Array => Float64Array.of(...values);

describe("sftLoss", () => {
  it("is the mean or the sum of −log π over the masked tokens (185: sum), with weights (125)", () => {
    const columns = { logProbs: f(-1, -2, -9), mask: Uint8Array.of(1, 1, 0) };
    expect([sftLoss(columns).loss, sftLoss(columns, { aggregation: "token-sum" }).loss]).toEqual([1.5, 3]);
    expect(sftLoss(columns).perplexity).toBeCloseTo(Math.exp(1.5), 12);
    const selected = { logProbs: f(-1, -2), offsets: Int32Array.of(0, 1, 2), weights: f(0, 1) };
    expect([...sftLoss(selected).gradient]).toEqual([0, -0.5]);
  });

  it("is REINFORCE with advantage 1", () => {
    const columns = { logProbs: draw(1, "p", 5, -3, 0), offsets: Int32Array.of(0, 2, 5) };
    const policy = policyLoss({ ...columns, advantages: f(1, 1) }, { surrogate: "log-prob" });
    expect(sftLoss(columns).loss).toBeCloseTo(policy.loss, 14);
    expect([...sftLoss(columns).gradient]).toEqual([...policy.gradient]);
  });

  it("names an overflow", () => {
    expect(messageOf(() => sftLoss({ logProbs: f(-1e308, -1e308) }, { aggregation: "token-sum" }))).toBe(
      "GUERDON_NON_FINITE Expected `perplexity[0]` of `sftLoss` to be finite, got Infinity.",
    );
  });
});

describe("imitationSetLoss", () => {
  it("sums the probabilities of a set, and skips empty ones (017, by hand)", () => {
    const { loss, gradient } = imitationSetLoss({
      logProbs: f(Math.log(0.1), Math.log(0.3)),
      offsets: Int32Array.of(0, 0, 2),
    });
    expect(loss).toBeCloseTo(-Math.log(0.4), 14);
    expect(gradient[1]).toBeCloseTo(-0.75, 14);
  });

  it("with sets of one is the likelihood loss", () => {
    const logProbs = draw(2, "p", 4, -3, 0);
    const sets = imitationSetLoss({ logProbs, offsets: Int32Array.of(0, 1, 2, 3, 4) });
    expect(sets.loss).toBeCloseTo(sftLoss({ logProbs }).loss, 14);
  });
});

describe("durationWeights", () => {
  it("divides by the mean of the batch and clips (170)", () => {
    expect([...durationWeights(f(1, 2, 3))]).toEqual([0.5, 1, 1.5]);
    expect([...durationWeights(f(0, ...new Array<number>(19).fill(0), 20))].slice(-1)).toEqual([10]);
    expect(durationWeights(f(0, 2))[0]).toBe(0.1);
    expect([...durationWeights(f(0, 2), { clip: null })]).toEqual([0, 2]);
    expect([...durationWeights(f(0, 0))]).toEqual([1, 1]);
  });

  it("refuses negative durations", () => {
    expect(messageOf(() => durationWeights(f(1, -1)))).toBe(
      "GUERDON_OPTION Expected `durations[1]` to be 0 or more, got -1.",
    );
  });
});

describe("rewardWeights", () => {
  it("is exp(r/T) over its mean, at most maxWeight (038)", () => {
    const [low, high] = rewardWeights(f(0, 2 * Math.log(3)), { temperature: 2 });
    expect([low, high].map((value) => Math.round((value as number) * 1e12) / 1e12)).toEqual([0.5, 1.5]);
    expect(rewardWeights(f(0, 100), { maxWeight: 1.25 })[1]).toBe(1.25);
    expect(rewardWeights(f(1), { normalise: "none" })[0]).toBe(Math.E);
    expect([...rewardWeights(f(1e308, 1e308))]).toEqual([1, 1]);
  });

  it("names a weight that overflows", () => {
    expect(messageOf(() => rewardWeights(f(800), { normalise: "none", maxWeight: null }))).toBe(
      "GUERDON_NON_FINITE Expected `weights[0]` of `rewardWeights` to be finite, got Infinity.",
    );
  });
});

describe("mixtureLoss", () => {
  it("is (1 − μ)·L_RL + μ·L_SFT with its gradient (075), and does not look at parts of weight 0", () => {
    const [rl, sft] = [
      { loss: 2, gradient: f(1, 0) },
      { loss: 4, gradient: f(0, 1) },
    ];
    const { loss, gradient } = mixtureLoss([rl, sft], f(0.2, 0.8));
    expect([loss, ...gradient].map((value) => Math.round(value * 1e12) / 1e12)).toEqual([3.6, 0.2, 0.8]);
    expect(mixtureLoss([rl, { loss: Number.NaN, gradient: f(0, 0) }], f(1, 0)).loss).toBe(2);
    expect(mixtureLoss([], f()).loss).toBe(0);
  });

  it("refuses gradients of different lengths", () => {
    expect(
      messageOf(() =>
        mixtureLoss(
          [
            { loss: 0, gradient: f(0) },
            { loss: 0, gradient: f() },
          ],
          f(1, 1),
        ),
      ),
    ).toBe("GUERDON_SHAPE Expected `parts[1].gradient` to have shape [P] = [1], got [0].");
  });
});

describe("entropyBonus and categoricalEntropy", () => {
  it("rewards entropy: −coef · mean H, over all turns or the last of each rollout (121)", () => {
    const columns = { entropies: f(1, 2, 3), turns: Int32Array.of(0, 1, 0), offsets: Int32Array.of(0, 2, 3) };
    const all = entropyBonus(columns, { coef: 0.5 });
    expect([all.loss, all.entropy]).toEqual([-1, 2]);
    const last = entropyBonus(columns, { coef: 0.5, scope: "lastTurn" });
    expect([last.loss, ...last.gradient]).toEqual([-1.25, 0, -0.25, -0.25]);
    expect(messageOf(() => entropyBonus({ entropies: f(1) }, { scope: "lastTurn" }))).toBe(
      "GUERDON_SHAPE Expected `turns` with `scope: lastTurn`, got none.",
    );
  });

  it("is log of the number of actions for uniform ones; KL from uniform is what is left", () => {
    const logProbs = f(...[0.2, 0.3, 0.5].map(Math.log));
    const uniform = new Float64Array(3).fill(-Math.log(3));
    const { entropies } = categoricalEntropy({ logProbs, width: 3 });
    expect(categoricalEntropy({ logProbs: uniform, width: 3 }).entropies[0]).toBeCloseTo(Math.log(3), 14);
    expect(klToReference({ logProbs, refLogProbs: uniform, width: 3 }).loss).toBeCloseTo(
      Math.log(3) - (entropies[0] as number),
      14,
    );
  });
});

describe("entropyCorridor", () => {
  const columns = { entropies: f(0.5, 1, 3, 3), turns: Int32Array.of(0, 0, 0, 7), history: f(1) };

  it("penalises the distance from low·H̄ … high·H̄; a turn without a history is inside (121, by hand)", () => {
    const { loss, gradient, outside } = entropyCorridor(columns, { low: 0.8, high: 2, alpha: 1, coef: 1 });
    expect(loss).toBeCloseTo((0.3 + 1) / 4, 14);
    expect([...gradient, outside]).toEqual([-0.25, 0, 0.25, 0, 0.5]);
  });

  it("as released is a constant: it shifts the loss and its gradient is exactly 0 (121: found in the release)", () => {
    const { loss, gradient } = entropyCorridor(columns, { low: 0.8, high: 2, alpha: 0.05, coef: 1, form: "constant" });
    expect(loss).toBeCloseTo(0.025, 14);
    expect([...gradient]).toEqual([0, 0, 0, 0]);
    const touching = { entropies: f(2), turns: Int32Array.of(0), history: f(1) };
    expect(entropyCorridor(touching, { form: "constant", coef: 1, alpha: 1 }).loss).toBe(1);
  });

  it("starts at a turn", () => {
    expect(entropyCorridor(columns, { fromTurn: 1 }).loss).toBe(0);
  });
});

describe("valueLoss", () => {
  it("follows the larger of both errors (by hand: value 3, old 1, clip 0.5, return 1 and 5)", () => {
    const at = (target: number) => valueLoss({ values: f(3), oldValues: f(1), returns: f(target) }, { clip: 0.5 });
    expect([at(1).loss, at(1).gradient[0], at(1).clipFraction]).toEqual([2, 2, 0]);
    expect([at(5).loss, at(5).gradient[0], at(5).clipFraction]).toEqual([6.125, 0, 1]);
  });
});

import { describe, expect, it } from "vitest";
import {
  binaryRatioLoss,
  diffusionPairLoss,
  groupRankLoss,
  ktoLoss,
  listwiseDpo,
  logSigmoid,
  orderLoss,
  preferenceLoss,
  rrhfLoss,
  sigmoid,
  trajectoryClip,
} from "./index.ts";

const f = (...values: number[]): Float64Array => Float64Array.of(...values);
const near = (own: Iterable<number>, expected: readonly number[]): void => {
  const list = [...own];
  expect(list.length).toBe(expected.length);
  list.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] as number, 12);
  });
};
const offsets = Int32Array.of(0, 3);

describe("groupRankLoss", () => {
  it("hard: is the Plackett–Luce likelihood of the ranking (by hand, e^s = 1, 2, 3 with ranks 2, 3, 1)", () => {
    const scores = f(Math.log(1), Math.log(2), Math.log(3));
    const { loss, accuracy } = groupRankLoss({ scores, rewards: f(2, 1, 3), offsets }, { hard: true });
    expect(loss).toBeCloseTo(-Math.log((3 / 6) * (1 / 3)), 12);
    expect(accuracy).toBe(1);
    expect(groupRankLoss({ scores, rewards: f(2, 1, 3), offsets }, { hard: true, suffixes: "first" }).loss).toBeCloseTo(
      Math.LN2,
      12,
    );
  });

  it("soft: has gradient 0 where scores are rewards over τ (034 §Mechanism 3–4), and tends to hard as τ does to 0", () => {
    const rewards = f(0.1, 0.7, 0.3);
    near(groupRankLoss({ scores: rewards.map((r) => r / 0.5), rewards, offsets }, { tau: 0.5 }).gradient, [0, 0, 0]);
    const scores = f(0.3, -0.2, 1);
    const hard = groupRankLoss({ scores, rewards, offsets }, { hard: true });
    near(groupRankLoss({ scores, rewards, offsets }, { tau: 1e-3 }).gradient, [...hard.gradient]);
  });

  it("takes the best `top` alone and pulls up the first or every best one", () => {
    const columns = { scores: f(5, 0, 0), rewards: f(0, 1, 1), offsets };
    near(groupRankLoss(columns, { top: 2, hard: true }).gradient, [0, -0.5, 0.5]);
    near(groupRankLoss(columns, { top: 2, hard: true, anchor: 1 }).gradient, [0, -1.5, 0.5]);
    near(groupRankLoss(columns, { top: 2, hard: true, anchor: 1, ties: "average" }).gradient, [0, -1, 0]);
  });
});

describe("listwiseDpo", () => {
  const list = { logProbs: f(1, 0, 0), refLogProbs: f(0, 0, 0), offsets, winners: Int32Array.of(0) };

  it("is −log σ(−log Σ exp(w·(r̂_l − r̂_w + δ))) − α·log π(w) (147, safe form by hand)", () => {
    const { loss, accuracy } = listwiseDpo({ ...list, pairWeights: f(9, 1, 2) }, { beta: 1, margin: 0.5, anchor: 0.1 });
    expect(loss).toBeCloseTo(-logSigmoid(-Math.log(Math.exp(-0.5) + Math.exp(-1))) - 0.1, 12);
    expect(accuracy).toBe(1);
  });

  it("as printed has no gradient while the winner is behind, which the safe form has (147)", () => {
    const behind = { ...list, logProbs: f(-1, 0, 0) };
    expect([...listwiseDpo(behind, { form: "printed" }).gradient]).toEqual([0, 0, 0]);
    expect(listwiseDpo(behind).gradient[0]).toBeLessThan(0);
    const ahead = listwiseDpo(list, { form: "printed", beta: 1 });
    expect(ahead.loss).toBeCloseTo(-logSigmoid(Math.log(2 * Math.E)), 12);
    expect(ahead.gradient[0]).toBeLessThan(0);
  });

  it("adds the anchor alone where there is no loser", () => {
    const alone = { logProbs: f(-2), refLogProbs: f(0), offsets: Int32Array.of(0, 1), winners: Int32Array.of(0) };
    expect(listwiseDpo(alone, { anchor: 0.5 }).loss).toBe(1);
  });
});

describe("rrhfLoss", () => {
  it("ranks length-normalised likelihoods and imitates the best (182, by hand)", () => {
    const columns = { logProbs: f(-4, -3, -6), lengths: f(2, 3, 2), rewards: f(2, 1, 1), offsets };
    const { loss, gradient, accuracy } = rrhfLoss(columns);
    expect(loss).toBe(1 + 4);
    near(gradient, [-0.5 - 1, 1 / 3, 0]);
    expect(accuracy).toBe(0.5);
  });

  it("only looks at the order of rewards, and leaves tied prompts below the floor alone", () => {
    const columns = { logProbs: f(-4, -3), rewards: f(1, 0), offsets: Int32Array.of(0, 2) };
    const plain = { normaliseLength: false } as const;
    expect(rrhfLoss({ ...columns, rewards: f(100, -3) }, plain)).toEqual(rrhfLoss(columns, plain));
    const tied = { ...columns, rewards: f(0, 0) };
    expect(rrhfLoss(tied, plain).loss).toBe(4);
    expect(rrhfLoss(tied, { ...plain, tiedFloor: 1 }).loss).toBe(0);
    expect(rrhfLoss({ ...tied, rewards: f(1, 1) }, { ...plain, tiedFloor: 1 }).loss).toBe(4);
  });
});

describe("orderLoss", () => {
  it("is the cross-entropy of the front (023: y = 1/|front|, by hand)", () => {
    const { loss, gradient } = orderLoss(
      { scores: f(0, 0, 0, 0), front: Uint8Array.of(1, 1, 0, 0) },
      { mode: "pareto-softmax" },
    );
    expect(loss).toBeCloseTo(Math.log(4), 12);
    near(gradient, [-0.25, -0.25, 0.25, 0.25]);
  });

  it("targets ½ where utilities are within 1e-6 (023), and beyond it not", () => {
    const at = (gap: number): Float64Array => orderLoss({ scores: f(0, 0), utilities: f(gap, 0) }).gradient;
    expect([...at(5e-7)]).toEqual([0, 0]);
    expect([...at(2e-6)]).toEqual([-0.5, 0.5]);
    expect([...at(-2e-6)]).toEqual([0.5, -0.5]);
  });
});

describe("ktoLoss", () => {
  it("is λ·(1 − σ(±β·(h − z))) (070 §Mechanism 4, by hand), and z counts from 0", () => {
    const columns = { logProbs: f(1, 1), refLogProbs: f(0, 0), labels: Uint8Array.of(1, 0) };
    const { loss, desirableRatio, undesirableRatio } = ktoLoss(columns, { beta: 1, zRef: 0.5, undesirable: 2 });
    expect(loss).toBeCloseTo((sigmoid(-0.5) + 2 * sigmoid(0.5)) / 2, 14);
    expect([desirableRatio, undesirableRatio]).toEqual([1, 1]);
    expect(ktoLoss(columns, { zRef: -3 }).loss).toBe(ktoLoss(columns).loss);
  });
});

describe("binaryRatioLoss", () => {
  it("is the cross-entropy of D = π/(π + π_G) (053, by hand: D = ¾)", () => {
    const columns = { logProbs: f(Math.log(3)), refLogProbs: f(0), targets: f(1) };
    expect(binaryRatioLoss(columns).loss).toBeCloseTo(-Math.log(0.75), 14);
    expect(binaryRatioLoss({ ...columns, targets: f(0) }).loss).toBeCloseTo(-Math.log(0.25), 14);
  });

  it("averages over all, or over each label (053: both windows weigh the same)", () => {
    const columns = { logProbs: f(1, 1, 1), refLogProbs: f(0, 0, 0), targets: f(1, 0, 0) };
    const [yes, no] = [-logSigmoid(1), -logSigmoid(-1)];
    expect(binaryRatioLoss(columns).loss).toBeCloseTo((yes + 2 * no) / 3, 12);
    expect(binaryRatioLoss(columns, { reduction: "per-label" }).loss).toBeCloseTo(yes + no, 12);
  });
});

describe("diffusionPairLoss", () => {
  const columns = { winner: f(1), refWinner: f(2), loser: f(3), refLoser: f(1) };

  it("rewards a winner that is denoised better (038, by hand: D_w = −1, D_l = 2)", () => {
    expect(diffusionPairLoss(columns, { beta: 1 }).loss).toBeCloseTo(-logSigmoid(3), 14);
    expect(diffusionPairLoss({ ...columns, times: f(0.5) }, { beta: 1, weight: "(1-t)^2" }).loss).toBeCloseTo(
      -logSigmoid(0.75),
      14,
    );
  });

  it("pulls the second sample up with sign −1 (210)", () => {
    const flipped = diffusionPairLoss({ ...columns, signs: Int8Array.of(-1) }, { beta: 1 });
    expect(flipped.loss).toBeCloseTo(-logSigmoid(-1), 14);
    expect((flipped.gradient.loser[0] as number) > 0).toBe(true);
  });
});

describe("trajectoryClip", () => {
  const pair = {
    logProbs: f(Math.log(1.1), Math.log(0.9)),
    oldLogProbs: f(0, 0),
    rewards: f(3, 1),
    offsets: Int32Array.of(0, 2),
  };

  it("joint: weighs log(π₁/π₂) by w₁·w₂·d until w₁/w₂ has left 1 ± ε in the direction of d (214, by hand)", () => {
    const open = trajectoryClip(pair, { mode: "joint", eps: 0.3 });
    near(open.gradient, [-0.99, 0.99]);
    expect(open.loss).toBeCloseTo(-0.99 * Math.log(1.1 / 0.9), 14);
    const left = trajectoryClip(pair, { mode: "joint" });
    expect([left.loss, ...left.gradient, left.clipFraction]).toEqual([0, 0, 0, 1]);
    expect(trajectoryClip({ ...pair, rewards: f(1, 3) }, { mode: "joint" }).clipFraction).toBe(0);
  });

  it.each(["separate", "joint"] as const)("%s: does not change when a reward per prompt is added (214)", (mode) => {
    const three = { ...pair, logProbs: f(0.1, -0.2, 0.05), oldLogProbs: f(0, 0, 0), offsets };
    const plain = trajectoryClip({ ...three, rewards: f(1, 0, 4) }, { mode });
    near(trajectoryClip({ ...three, rewards: f(11, 10, 14) }, { mode }).gradient, [...plain.gradient]);
  });

  it("on-policy, both have the gradient of the pairwise policy gradient (214: ½·(R₁ − R₂)·∇ log π₁/π₂)", () => {
    const fresh = { ...pair, logProbs: f(0, 0) };
    for (const mode of ["separate", "joint"] as const) near(trajectoryClip(fresh, { mode }).gradient, [-1, 1]);
  });

  it("has the direction of DPO, whose gradient is antisymmetric too (214)", () => {
    const dpo = preferenceLoss({ chosen: f(0), rejected: f(0) }).gradient;
    const [won, lost] = trajectoryClip({ ...pair, logProbs: f(0, 0) }).gradient;
    expect([Math.sign(won as number), Math.sign(lost as number)]).toEqual([
      Math.sign(dpo.chosen[0] as number),
      Math.sign(dpo.rejected[0] as number),
    ]);
  });
});

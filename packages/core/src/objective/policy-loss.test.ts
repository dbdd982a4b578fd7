import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draw, messageOf } from "./gradient-check.test-support.ts";
import { type PolicyLossInput, policyLoss, policyLossPresets, trajectoryClip } from "./index.ts";

const f = (...values: number[]): Float64Array => Float64Array.of(...values);
const log = (...values: number[]): Float64Array => Float64Array.from(values, Math.log);
const close = (own: Float64Array, expected: readonly number[] | Float64Array): void => {
  expect(own.length).toBe(expected.length);
  own.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] as number, 12);
  });
};
const preset = (name: string): PolicyLossInput =>
  (policyLossPresets.find((known) => known.name === name) as { options: PolicyLossInput }).options;

/** Ratios 1.5 and 0.5 with A = 1 and with A = −1, one token each. */
const four = { logProbs: log(1.5, 0.5, 1.5, 0.5), oldLogProbs: f(0, 0, 0, 0), tokenAdvantages: f(1, 1, -1, -1) };

describe("policyLoss", () => {
  it("takes the worse of ratio and clipped ratio (by hand: −1.2, −0.5, 1.5, 0.8)", () => {
    const { loss, gradient, clipFraction, tokens, rollouts, kl, entropy } = policyLoss(four);
    expect(loss).toBeCloseTo((-1.2 - 0.5 + 1.5 + 0.8) / 4, 12);
    close(gradient, [0, -0.125, 0.375, 0]);
    expect([clipFraction, tokens, rollouts]).toEqual([0.5, 4, 1]);
    expect(kl).toBeCloseTo(-Math.log(0.75) / 2, 12);
    expect(entropy).toBeCloseTo(-Math.log(0.75) / 2, 12);
  });

  it("clips low and high apart: DAPO at 0.2 / 0.28", () => {
    expect(policyLoss(four, preset("dapo")).loss).toBeCloseTo((-1.28 - 0.5 + 1.5 + 0.8) / 4, 12);
  });

  it("bounds the loss of negative advantages by the dual clip (175: c = 3, 206: c = 10)", () => {
    const columns = { logProbs: log(20), oldLogProbs: f(0), advantages: f(-1) };
    const { loss, gradient, dualClipFraction } = policyLoss(columns, preset("dler"));
    expect([loss, ...gradient, dualClipFraction]).toEqual([10, 0, 1]);
    expect(policyLoss(columns, { dualClip: 3 }).loss).toBe(3);
    expect(policyLoss({ ...columns, advantages: f(1) }, { dualClip: 3 }).dualClipFraction).toBe(0);
  });

  it("bounds the log-ratio before exp at ln 1e-3 and ln 1e3 (066)", () => {
    const columns = { logProbs: f(50, -50), oldLogProbs: f(0, 0), tokenAdvantages: f(-1, -1) };
    const { loss, gradient } = policyLoss(columns, {
      surrogate: "ratio",
      preExp: { min: Math.log(1e-3), max: Math.log(1e3) },
    });
    expect(loss).toBeCloseTo((1e3 + 1e-3) / 2, 9);
    expect([...gradient]).toEqual([0, 0]);
  });

  it("divides by what each mode divides by (175, by hand: 3 tokens in rollouts of 1 and 2)", () => {
    const columns = { logProbs: f(-1, -2, -4), offsets: Int32Array.of(0, 1, 3), advantages: f(1, 1) };
    const of = (aggregation: PolicyLossInput["aggregation"]): number =>
      policyLoss(columns, { surrogate: "log-prob", aggregation, maxLength: 4 }).loss;
    expect(of("token-mean")).toBeCloseTo(7 / 3, 12);
    expect(of("token-sum")).toBe(7);
    expect(of("token-sum-norm")).toBe(7 / 4);
    expect(of("seq-mean-token-mean")).toBe((1 + 3) / 2);
    expect(of("seq-mean-token-sum")).toBe(7 / 2);
    expect(of("seq-mean-token-sum-norm")).toBe(7 / 8);
  });

  it("divides by a denominator of the whole step, and counts empty rollouts when asked to", () => {
    const columns = {
      logProbs: f(-1, -2),
      offsets: Int32Array.of(0, 1, 2),
      advantages: f(1, 1),
      mask: Uint8Array.of(1, 0),
    };
    const base = { surrogate: "log-prob", aggregation: "seq-mean-token-sum" } as const;
    expect(policyLoss(columns, base).loss).toBe(1);
    expect(policyLoss(columns, { ...base, emptyRollouts: "count" }).loss).toBe(0.5);
    expect(policyLoss(columns, { ...base, denominator: 8 }).loss).toBe(0.125);
    expect(policyLoss(columns, { ...base, aggregation: "token-mean", denominator: 10 }).loss).toBe(0.1);
  });

  it("leaves overlong rollouts out of the loss and of the denominators (175, 216)", () => {
    const all = { logProbs: f(-1, -9), offsets: Int32Array.of(0, 1, 2), advantages: f(1, 1) };
    const kept = policyLoss({ ...all, keep: Uint8Array.of(1, 0) }, { surrogate: "log-prob" });
    expect([kept.loss, ...kept.gradient, kept.tokens]).toEqual([1, -1, 0, 1]);
  });

  it("weighs rollouts and tokens without moving denominators (170)", () => {
    const columns = { logProbs: f(-1, -1), offsets: Int32Array.of(0, 1, 2), advantages: f(1, 1), weights: f(0.5, 1.5) };
    close(policyLoss({ ...columns, tokenWeights: f(2, 1) }, { surrogate: "log-prob" }).gradient, [-0.5, -0.75]);
  });

  it("pushes off-policy tokens by γ·p/(p + γ)², most where p = γ (212)", () => {
    const columns = { logProbs: log(0.1, 0.9, 0.01), offPolicy: Uint8Array.of(1, 1, 1), advantages: f(1) };
    const { gradient, loss } = policyLoss(columns, { aggregation: "token-sum" });
    close(gradient, [-0.25, -0.09, -0.001 / 0.0121]);
    expect(loss).toBeCloseTo(-(0.5 + 0.9 + 0.01 / 0.11), 12);
  });

  it("has the gradient of the log-probability where there is no old policy", () => {
    const columns = { logProbs: f(-1, -2), tokenAdvantages: f(2, -1) };
    close(policyLoss(columns).gradient, policyLoss(columns, { surrogate: "log-prob" }).gradient);
  });
});

describe("policyLoss, twins", () => {
  const seeds = fc.integer({ min: 0, max: 1 << 20 });

  it("CISPO is REINFORCE with the clipped ratio as a weight; unclipped, it has PPO's gradient", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [logProbs, oldLogProbs] = [draw(seed, "new", 6, -2, 0), draw(seed, "old", 6, -2, 0)];
        const columns = { logProbs, oldLogProbs, tokenAdvantages: draw(seed, "a", 6) };
        const weights = logProbs.map((value, t) => Math.min(1.5, Math.exp(value - (oldLogProbs[t] as number))));
        const cispo = policyLoss(columns, { ...preset("cispo"), clipHigh: 0.5 });
        const reinforce = policyLoss({ ...columns, tokenWeights: weights }, { surrogate: "log-prob" });
        close(cispo.gradient, reinforce.gradient);
        expect(cispo.loss).toBeCloseTo(reinforce.loss, 12);
        const open = policyLoss(columns, { surrogate: "clipped-weight", clipLow: null, clipHigh: null });
        close(open.gradient, policyLoss(columns, { surrogate: "ratio" }).gradient);
        expect(open.clipFraction).toBe(0);
      }),
    );
  });

  it("GSPO of one token is PPO, and of equal log-ratios too", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const offsets = Int32Array.of(0, 1, 2, 3);
        const columns = {
          logProbs: draw(seed, "new", 3),
          oldLogProbs: draw(seed, "old", 3),
          advantages: draw(seed, "a", 3),
          offsets,
        };
        const [token, sequence] = [policyLoss(columns), policyLoss(columns, { ratioLevel: "sequence" })];
        close(sequence.gradient, token.gradient);
        expect(sequence.loss).toBeCloseTo(token.loss, 12);
      }),
    );
    const same = { logProbs: f(0.1, 0.1), oldLogProbs: f(0, 0), advantages: f(1) };
    close(policyLoss(same, { ratioLevel: "sequence" }).gradient, policyLoss(same).gradient);
  });

  it("P3O with separate clips is policyLoss on the pair difference of RLOO for two rollouts (214)", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const rewards = draw(seed, "r", 4);
        const base = { logProbs: draw(seed, "new", 4), oldLogProbs: draw(seed, "old", 4) };
        const rloo = rewards.map((reward, i) => reward - (rewards[i ^ 1] as number));
        const pair = trajectoryClip({ ...base, rewards, offsets: Int32Array.of(0, 2, 4) });
        const ppo = policyLoss({ ...base, advantages: rloo, offsets: Int32Array.of(0, 1, 2, 3, 4) }, preset("p3o"));
        close(ppo.gradient, pair.gradient);
        expect(ppo.loss).toBeCloseTo(pair.loss, 12);
        expect(ppo.clipFraction).toBe(pair.clipFraction);
      }),
    );
  });

  it("a trajectory of one token is that token; its product is the ratio of the summed log-probabilities", () => {
    const columns = { logProbs: f(0.1, 0.2), oldLogProbs: f(0, 0), advantages: f(1) };
    const loose = { ratioLevel: "trajectory", surrogate: "ratio", aggregation: "seq-mean-token-mean" } as const;
    expect(policyLoss(columns, loose).loss).toBeCloseTo(-Math.exp(0.3), 12);
  });

  it("Dr. GRPO does not divide by the length of a rollout: long and short tokens weigh the same", () => {
    const columns = { logProbs: f(0, 0, 0), offsets: Int32Array.of(0, 1, 3), advantages: f(1, 1) };
    close(policyLoss(columns, { ...preset("dr-grpo"), maxLength: 4 }).gradient, [-0.125, -0.125, -0.125]);
    close(policyLoss(columns, preset("grpo")).gradient, [-0.5, -0.25, -0.25]);
  });
});

describe("policyLossPresets", () => {
  it.each(policyLossPresets.map((known) => [known.name, known] as const))(
    "%s runs and is JSON",
    (_, { options, summary }) => {
      expect(JSON.parse(JSON.stringify(options))).toEqual(options);
      const columns = { logProbs: f(-1, -2), oldLogProbs: f(-1, -2), advantages: f(1) };
      expect(policyLoss(columns, { maxLength: 2, ...options }).gradient.every((value) => value < 0)).toBe(true);
      expect(summary.length).toBeGreaterThan(20);
    },
  );
});

describe("policyLoss, errors", () => {
  const columns = { logProbs: f(0, 0), advantages: f(1) };
  it.each([
    [
      "no advantages",
      () => policyLoss({ logProbs: f(0) }),
      "GUERDON_SHAPE Expected either `advantages` or `tokenAdvantages`, got neither.",
    ],
    [
      "both advantages",
      () => policyLoss({ ...columns, tokenAdvantages: f(1, 1) }),
      "GUERDON_SHAPE Expected either `advantages` or `tokenAdvantages`, got both.",
    ],
    [
      "old of another length",
      () => policyLoss({ ...columns, oldLogProbs: f(0) }),
      "GUERDON_SHAPE Expected `oldLogProbs` to have shape [T] = [2], got [1].",
    ],
    [
      "advantages of another length",
      () => policyLoss({ ...columns, advantages: f(1, 2) }),
      "GUERDON_SHAPE Expected `advantages` to have shape [R] = [1], got [2].",
    ],
    [
      "falling offsets",
      () => policyLoss({ ...columns, offsets: Int32Array.of(0, 3, 2) }),
      "GUERDON_SHAPE Expected `offsets` to rise from 0 to 2, got [0,3,2].",
    ],
    [
      "a dual clip of 1",
      () => policyLoss(columns, { dualClip: 1 }),
      "GUERDON_OPTION Expected `dualClip` of `policyLoss` to be valid: Too small: expected number to be >1.",
    ],
    [
      "an unknown option",
      () => policyLoss(columns, { clip: 1 } as object),
      'GUERDON_OPTION Expected the options of `policyLoss` to be valid: Unrecognized key: "clip".',
    ],
    [
      "no length to divide by",
      () => policyLoss(columns, { aggregation: "seq-mean-token-sum-norm" }),
      "GUERDON_OPTION Expected `maxLength` with `seq-mean-token-sum-norm`, got none.",
    ],
    [
      "off-policy tokens in a sequence",
      () => policyLoss({ ...columns, offPolicy: Uint8Array.of(0, 1) }, { ratioLevel: "sequence" }),
      "GUERDON_OPTION Expected `ratioLevel` to be token with `offPolicy`, got sequence.",
    ],
    [
      "bounds the wrong way round",
      () => policyLoss(columns, { preExp: { min: 1, max: 0 } }),
      "GUERDON_OPTION Expected `preExp` of `policyLoss` to be valid: min is above max.",
    ],
    [
      "a ratio that overflows",
      () => policyLoss({ ...columns, logProbs: f(0, 800), oldLogProbs: f(0, 0), advantages: f(-1) }),
      "GUERDON_NON_FINITE Expected `gradient[1]` of `policyLoss` to be finite, got Infinity.",
    ],
    [
      "a buffer of another length",
      () => policyLoss(columns, {}, { gradient: f(0) }),
      "GUERDON_SHAPE Expected `out.gradient` to have shape [T] = [2], got [1].",
    ],
  ])("%s", (_, run, message) => {
    expect(messageOf(run)).toBe(message);
  });

  it("does not overflow where the clip holds, nor where the advantage is 0", () => {
    const far = { logProbs: f(800), oldLogProbs: f(0) };
    const clipped = policyLoss({ ...far, advantages: f(1) });
    expect([clipped.loss, clipped.gradient[0]]).toEqual([-1.2, 0]);
    expect(policyLoss({ ...far, advantages: f(0) }, { surrogate: "ratio" }).loss).toBe(0);
  });
});

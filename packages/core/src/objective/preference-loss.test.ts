import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draw, messageOf } from "./gradient-check.test-support.ts";
import {
  bradleyTerryTies,
  diffusionPairLoss,
  groupRankLoss,
  listwiseDpo,
  listwiseMatch,
  orderLoss,
  preferenceLoss,
  preferenceLossPresets,
  tokenPreferenceLoss,
} from "./index.ts";

const f = (...values: number[]): Float64Array => Float64Array.of(...values);
const near = (own: readonly number[], expected: readonly number[]): void => {
  expect(own.length).toBe(expected.length);
  own.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] as number, 12);
  });
};
const seeds = fc.integer({ min: 0, max: 1 << 20 });

/** h_w = 2, h_l = −1, so m = 3β. */
const one = { chosen: f(-1), refChosen: f(-3), rejected: f(-5), refRejected: f(-4) };

describe("preferenceLoss", () => {
  it("is −log σ(m), (m − 1)² and max(0, 1 − m) of m = β·(h_w − h_l) (092, by hand)", () => {
    expect(preferenceLoss(one).loss).toBeCloseTo(Math.log1p(Math.exp(-0.3)), 14);
    expect(preferenceLoss(one, { link: "squared" }).loss).toBeCloseTo(0.49, 14);
    expect(preferenceLoss(one, { link: "hinge" }).loss).toBeCloseTo(0.7, 14);
    expect(preferenceLoss(one, { link: "hinge", beta: 1 }).loss).toBe(0);
    // m = 3: (m − 1)² = 4 of slope 4; at most 2 steep: 1 + 2·(2 − 1) = 3, and so on the other side (m = −3)
    const steep = { link: "squared", beta: 1, maxSlope: 2 } as const;
    const turned = {
      chosen: one.rejected,
      rejected: one.chosen,
      refChosen: one.refRejected,
      refRejected: one.refChosen,
    };
    near([preferenceLoss(one, steep).loss, preferenceLoss(turned, steep).loss], [3, 7]);
    near(
      [preferenceLoss(one, steep).gradient.chosen, preferenceLoss(turned, steep).gradient.chosen].flatMap((g) => [
        ...g,
      ]),
      [2, -2],
    );
    expect(preferenceLoss(one, { ...steep, beta: 0.1 }).loss).toBeCloseTo(0.49, 14);
    const { accuracy, margin, chosenReward, rejectedReward } = preferenceLoss(one);
    near([accuracy, margin, chosenReward, rejectedReward], [1, 0.3, 0.2, -0.1]);
  });

  it("divides by length (185), takes margins, weighs and smooths (by hand)", () => {
    const lengths = { chosenLengths: f(2), rejectedLengths: f(4) };
    expect(preferenceLoss({ ...one, ...lengths }, { lengthNorm: true, beta: 4 }).margin).toBe(5);
    expect(preferenceLoss({ ...one, margins: f(1) }, { beta: 1, margin: 0.5 }).margin).toBe(1.5);
    expect(preferenceLoss({ ...one, weights: f(3) }, { link: "hinge" }).loss).toBeCloseTo(2.1, 14);
    const hinge = { link: "hinge", labelSmoothing: 0.25 } as const;
    expect(preferenceLoss(one, hinge).loss).toBeCloseTo(0.75 * 0.7 + 0.25 * 1.3, 14);
    expect(preferenceLoss(one, { ...hinge, smoothing: "robust" }).loss).toBeCloseTo(
      (0.75 * 0.7 - 0.25 * 1.3) / 0.5,
      14,
    );
    expect(preferenceLoss({ ...one, targets: f(0.25) }, hinge).loss).toBeCloseTo(0.25 * 0.7 + 0.75 * 1.3, 14);
    expect(preferenceLoss(one, { link: "hinge", anchor: 0.5, centre: 0.01 }).loss).toBeCloseTo(0.7 + 0.5 + 0.36, 14);
    expect(preferenceLoss(one, { logEps: 1 }).loss).toBeCloseTo(-Math.log(1 + 1 / (1 + Math.exp(-0.3))), 14);
  });

  it("a tie is not a hit, and no pair is no loss", () => {
    expect(preferenceLoss({ chosen: f(1), rejected: f(1) }).accuracy).toBe(0);
    const none = preferenceLoss({ chosen: f(), rejected: f() });
    expect([none.loss, none.accuracy, none.gradient.chosen.length]).toEqual([0, 0, 0]);
  });

  it("has the least loss where Δ is the log-odds of the soft target (097: Δ = r(y₁) − r(y₂))", () => {
    const s = 1 / (1 + Math.exp(-0.4));
    const at = preferenceLoss({ chosen: f(0.4), rejected: f(0), targets: f(s) }, { beta: 1 });
    expect(at.gradient.chosen[0]).toBeCloseTo(0, 14);
  });

  it("stays finite far out: m = ±1e6", () => {
    const columns = { chosen: f(1e6, -1e6), rejected: f(0, 0) };
    const { loss, gradient } = preferenceLoss(columns, { beta: 1 });
    expect([loss, ...gradient.chosen]).toEqual([5e5, 0, -0.5]);
  });

  it.each([
    [
      "another length",
      () => preferenceLoss({ chosen: f(1), rejected: f() }),
      "GUERDON_SHAPE Expected `rejected` to have shape [N] = [1], got [0].",
    ],
    [
      "half a reference",
      () => preferenceLoss({ chosen: f(1), rejected: f(1), refChosen: f(1) }),
      "GUERDON_SHAPE Expected `refRejected` beside `refChosen`, got none.",
    ],
    [
      "no lengths",
      () => preferenceLoss({ chosen: f(1), rejected: f(1) }, { lengthNorm: true }),
      "GUERDON_SHAPE Expected `chosenLengths` and `rejectedLengths` with `lengthNorm`, got none.",
    ],
    [
      "no temperature",
      () => preferenceLoss({ chosen: f(1), rejected: f(1) }, { beta: 0 }),
      "GUERDON_OPTION Expected `beta` of `preferenceLoss` to be valid: Too small: expected number to be >0.",
    ],
    [
      "half wrong labels",
      () => preferenceLoss({ chosen: f(1), rejected: f(1) }, { labelSmoothing: 0.5 }),
      "GUERDON_OPTION Expected `labelSmoothing` of `preferenceLoss` to be valid: Too big: expected number to be <0.5.",
    ],
    [
      "an overflow",
      () => preferenceLoss({ chosen: f(-1e308), rejected: f(1e308) }, { link: "squared" }),
      "GUERDON_NON_FINITE Expected `loss` of `preferenceLoss` to be finite, got Infinity.",
    ],
  ])("refuses %s", (_, run, message) => {
    expect(messageOf(run)).toBe(message);
  });
});

describe("preferenceLoss, twins", () => {
  it("IPO in its two scalings: (h_w − h_l − 1/(2τ))² = (m − 1)² / (4τ²) with β = 2τ", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.05, max: 2, noNaN: true }), (seed, tau) => {
        const [chosen, rejected] = [draw(seed, "a", 4), draw(seed, "b", 4)];
        const own = preferenceLoss({ chosen, rejected }, { link: "squared", beta: 2 * tau });
        const other = chosen.reduce((sum, c, i) => sum + (c - (rejected[i] as number) - 1 / (2 * tau)) ** 2 / 4, 0);
        expect(own.loss / (4 * tau * tau) / other).toBeCloseTo(1, 10);
      }),
    );
  });

  it("DPO is the token loss with alpha 0, the list of two with argmax at β = 1, the ranking of two, the order of two", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [logProbs, refLogProbs] = [draw(seed, "p", 6), draw(seed, "q", 6)];
        const at = (from: number, column: Float64Array): Float64Array => column.filter((_, i) => i % 2 === from);
        const offsets = Int32Array.of(0, 2, 4, 6);
        const dpo = preferenceLoss(
          {
            chosen: at(0, logProbs),
            rejected: at(1, logProbs),
            refChosen: at(0, refLogProbs),
            refRejected: at(1, refLogProbs),
          },
          { beta: 1 },
        );
        const gradient = [0, 1, 2].flatMap((i) => [
          dpo.gradient.chosen[i] as number,
          dpo.gradient.rejected[i] as number,
        ]);
        const single = Int32Array.of(0, 1, 2, 3, 4, 5, 6);
        const token = tokenPreferenceLoss(
          { logProbs, refLogProbs, offsets: single, chosen: Int32Array.of(0, 2, 4), rejected: Int32Array.of(1, 3, 5) },
          { beta: 1 },
        );
        const rewards = f(1, 0, 1, 0, 1, 0);
        const list = listwiseMatch(
          { logProbs, proposalLogProbs: refLogProbs, priorLogProbs: refLogProbs, rewards, offsets },
          { target: "argmax" },
        );
        const scores = logProbs.map((value, i) => value - (refLogProbs[i] as number));
        const rank = groupRankLoss({ scores, rewards, offsets }, { hard: true });
        const first = Int32Array.of(0, 2, 4);
        const order = orderLoss({ scores, utilities: rewards, first, second: Int32Array.of(1, 3, 5) });
        const lists = listwiseDpo({ logProbs, refLogProbs, offsets, winners: first }, { beta: 1 });
        for (const other of [token, list, rank, order, lists]) {
          expect(other.loss).toBeCloseTo(dpo.loss, 12);
          near([...other.gradient], gradient);
        }
        for (const other of [token, rank, lists]) expect(other.accuracy).toBe(dpo.accuracy);
      }),
    );
  });

  it("the pair loss of denoisers is DPO on minus the errors (038, 034: k = 2)", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [winner, refWinner, loser, refLoser] = ["a", "b", "c", "d"].map((name) => draw(seed, name, 3)) as [
          Float64Array,
          Float64Array,
          Float64Array,
          Float64Array,
        ];
        const minus = (column: Float64Array): Float64Array => column.map((value) => -value);
        const own = diffusionPairLoss({ winner, refWinner, loser, refLoser }, { beta: 2 });
        const dpo = preferenceLoss(
          { chosen: minus(winner), refChosen: minus(refWinner), rejected: minus(loser), refRejected: minus(refLoser) },
          { beta: 2 },
        );
        expect(own.loss).toBeCloseTo(dpo.loss, 12);
        near([...own.gradient.winner], [...minus(dpo.gradient.chosen)]);
        expect(own.accuracy).toBe(dpo.accuracy);
      }),
    );
  });

  it("Bradley–Terry with ties tends to Bradley–Terry as k tends to 1", () => {
    const [first, second] = [f(0.3, -1), f(0, 0.5)];
    const ties = bradleyTerryTies({ first, second, labels: Int8Array.of(1, 1) }, { k: 1 + 1e-12 });
    const plain = preferenceLoss({ chosen: first, rejected: second }, { beta: 1 });
    expect(ties.loss).toBeCloseTo(plain.loss, 10);
    near([...ties.gradient.first], [...plain.gradient.chosen]);
  });

  it("REBEL regresses the difference of log-ratios to that of advantages (168)", () => {
    const { options } = preferenceLossPresets.find(({ name }) => name === "rebel") as (typeof preferenceLossPresets)[0];
    expect(preferenceLoss({ chosen: f(0.5), rejected: f(0.1), margins: f(1) }, options).loss).toBeCloseTo(0.36, 14);
  });
});

describe("preferenceLossPresets", () => {
  it.each(preferenceLossPresets.map((known) => [known.name, known] as const))(
    "%s runs and is JSON",
    (_, { options }) => {
      expect(JSON.parse(JSON.stringify(options))).toEqual(options);
      const lengths = { chosenLengths: f(2), rejectedLengths: f(2) };
      const { gradient } = preferenceLoss({ chosen: f(-2), rejected: f(-1), ...lengths }, options);
      expect((gradient.chosen[0] as number) < 0 && (gradient.rejected[0] as number) > 0).toBe(true);
    },
  );
});

describe("bradleyTerryTies", () => {
  it("has probabilities that sum to 1, and P(tie) = (k − 1)/(k + 1) at equal scores (038)", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.double({ min: 1.01, max: 20, noNaN: true }),
        (d, k) => {
          const p = (label: number): number =>
            Math.exp(-bradleyTerryTies({ first: f(d), second: f(0), labels: Int8Array.of(label) }, { k }).loss);
          expect(p(1) + p(0) + p(-1)).toBeCloseTo(1, 12);
        },
      ),
    );
    const tie = bradleyTerryTies({ first: f(1), second: f(1), labels: Int8Array.of(0) });
    expect(Math.exp(-tie.loss)).toBeCloseTo(4 / 6, 14);
  });

  it("masks other labels and counts decided pairs alone", () => {
    const { pairs, accuracy, gradient } = bradleyTerryTies({
      first: f(1, 9, 1),
      second: f(0, 0, 0),
      labels: Int8Array.of(1, 22, 0),
    });
    expect([pairs, accuracy, gradient.first[1], gradient.second[1]]).toEqual([2, 1, 0, 0]);
  });
});

import { describe, expect, it } from "vitest";
import {
  abstained,
  flatLayout,
  fullSignal,
  type Json,
  type Layout,
  outcomeAt,
  SignalBuilder,
} from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type VariancePromotionOptions, variancePromotion } from "./variance-promotion.ts";

const layout: Layout = { ...flatLayout([4, 4, 4]), groupKeys: ["a", "b", "c"] };
/** Pass rates ½, ¼ and 1: P (1 − P) = 0.25, 0.1875 and 0. */
const of = fullSignal("rollout", [1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1]);
const flat = fullSignal("group", [0, 0, 0]);
const weights = (options: Partial<VariancePromotionOptions>, spread = flat, state?: Json) => [
  ...variancePromotion(options).apply([of, spread], layout, { step: 1, state }).values,
];

describe("variancePromotion", () => {
  it("draws by min–max scores and uniformly, half and half (198 §Mechanism)", () => {
    const out = weights({});
    [0.5 / 1.75 + 1 / 6, (0.5 * 0.75) / 1.75 + 1 / 6, 1 / 6].forEach((share, g) => {
      expect(out[g]).toBeCloseTo(share, 14);
    });
  });

  it("takes scores as they are with normalise: sum, so that diversity keeps easy prompts (198 §Pitfalls)", () => {
    const spread = fullSignal("group", [0.5, 0.5, 0.5]);
    const scores = [0.8 * 0.25 + 0.1, 0.8 * 0.1875 + 0.1, 0.1];
    const sum = scores.reduce((a, b) => a + b);
    const out = weights({ normalise: "sum", mixture: 1 }, spread);
    scores.forEach((score, g) => {
      expect(out[g]).toBeCloseTo(score / sum, 14);
    });
  });

  it("divides by one less with unbiased (198 §Pitfalls)", () => {
    const out = weights(
      { unbiased: true, normalise: "sum", mixture: 1, outcome: 1, diversity: 1 },
      fullSignal("group", [0, 0, 1]),
    );
    expect(out[0]).toBeCloseTo(1 / 3 / (1 / 3 + 1 / 4 + 1), 14);
  });

  it("has the paper's numbers unless told otherwise", () => {
    expect(variancePromotion().options).toEqual({
      outcome: 0.8,
      diversity: 0.2,
      mixture: 0.5,
      normalise: "min-max",
      refreshEvery: 28,
      momentum: 0,
      unbiased: false,
    });
    expect(variancePromotion().inputs[1]).toEqual({ name: "spread", default: 0 });
  });

  it("takes first scores at once and refreshes the others when due, with momentum", () => {
    const { adaptive } = variancePromotion({ outcome: 1, refreshEvery: 4, momentum: 0.5 });
    const first = adaptive?.step({ a: 1 }, [of, flat], layout, 3);
    expect(first).toEqual({ a: 1, b: 0.1875, c: 0 });
    expect(adaptive?.step({ a: 1, b: 0, z: 7 }, [of, flat], layout, 8)).toEqual({ a: 0.625, b: 0.09375, c: 0, z: 7 });
  });

  it("reads remembered scores before the rewards at hand", () => {
    expect(weights({ mixture: 1 }, flat, { a: 0, b: 0, c: 5 })).toEqual([0, 0, 1]);
    // Scores 0.2, 0.15 and the remembered 0.2: stretched to 1, 0 and 1.
    expect(weights({ mixture: 1 }, flat, { c: 0.2 })).toEqual([0.5, 0, 0.5]);
  });

  it("is uniform where scores are all equal, and where they are all 0", () => {
    const same = { a: 3, b: 3, c: 3 };
    expect(weights({ mixture: 1 }, flat, same)).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect(weights({ normalise: "sum" }, flat, { a: 0, b: 0, c: 0 })).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });

  it("is missing for a candidate that was never scored and has no reward", () => {
    const rewards = new SignalBuilder("rollout", 3);
    rewards.abstain(0, "not rolled out");
    rewards.abstain(1, "not rolled out");
    rewards.set(2, 1);
    const one = { ...flatLayout([1, 1, 1]), groupKeys: ["a", "b", "c"] };
    const out = variancePromotion().apply([rewards.build(), flat], one, { step: 1, state: { b: 1 } });
    expect([...out.present]).toEqual([0, 1, 1]);
    expect(out.values[1]).toBe(0.75);
    expect(outcomeAt(out, 0)).toEqual(abstained("not rolled out"));
  });

  it("is missing where the spread is, and remembers no such score", () => {
    const spread = new SignalBuilder("group", 3);
    spread.set(0, 0);
    spread.abstain(1, "no texts");
    spread.set(2, 0);
    const inputs = [of, spread.build()];
    expect(outcomeAt(variancePromotion().apply(inputs, layout), 1)).toEqual(abstained("no texts"));
    expect(variancePromotion({ outcome: 1 }).adaptive?.step({}, inputs, layout, 0)).toEqual({ a: 0.25, c: 0 });
  });

  it("fails where scores overflow", () => {
    const rewards = fullSignal("rollout", [-1e308, 1e308, 0, 0]);
    const out = variancePromotion().apply([rewards, fullSignal("group", [0, 0])], flatLayout([2, 2]));
    expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  it("knows range and trends", () => {
    expect(variancePromotion().range([])).toEqual({ min: 0, max: 1 });
    expect([0, 1].map((k) => variancePromotion().trend(k, []))).toEqual(["unknown", "unknown"]);
  });

  const skip = [{ law: "missing stays missing", reason: "a score is remembered from earlier steps" }];
  const inputRanges = [
    { min: 0, max: 1 },
    { min: 0, max: 1 },
  ];
  for (const options of [
    { refreshEvery: 2, momentum: 0.5 },
    { normalise: "sum", unbiased: true },
  ]) {
    for (const law of lawsOf(variancePromotion, { options, skip, inputRanges }))
      it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

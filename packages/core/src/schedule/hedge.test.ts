import { describe, expect, it } from "vitest";
import { flatLayout, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { REMEMBERED, sparse, statesAfter, valuesOver } from "./courses.test-support.ts";
import { exponentialWeights } from "./exponential-weights.ts";
import { hedge } from "./hedge.ts";

const layout = flatLayout([2]);
const gains = (...means: readonly (number | null)[]): Signal[] => means.map((mean) => sparse("rollout", [mean, mean]));

describe("hedge", () => {
  it("multiplies its weights by the exponential of the mean gains, step after step", () => {
    const piece = hedge({ take: 1, rate: 0.5, floor: 0 });
    const values = valuesOver(piece, [gains(1, 0), gains(0, 2)], layout);
    const first = exponentialWeights([0.5, 0.5], [1, 0], 0.5);
    expect(values).toEqual([0.5, first[1], exponentialWeights(first, [0, 2], 0.5)[1]]);
  });

  it("has a regret against the best signal within the bound log K / η + η·T/8 (gains in [0, 1])", () => {
    const [rate, steps] = [0.3, 200];
    const rounds = Array.from({ length: steps }, (_, t) => [0.5 + 0.5 * Math.sin(t), 0.5 + 0.5 * Math.cos(1.7 * t)]);
    const states = statesAfter(
      hedge({ rate, floor: 0 }),
      rounds.map(([a, b]) => gains(a as number, b as number)),
      layout,
    );
    const won = rounds.reduce((sum, round, t) => {
      const weights = t === 0 ? [0.5, 0.5] : (states[t - 1] as readonly number[]);
      return sum + round.reduce((own, gain, k) => own + gain * (weights[k] as number), 0);
    }, 0);
    const best = Math.max(...[0, 1].map((k) => rounds.reduce((sum, round) => sum + (round[k] as number), 0)));
    expect(best - won).toBeLessThanOrEqual(Math.log(2) / rate + (rate * steps) / 8);
  });

  it("begins with a prior in any unit", () => {
    expect(valuesOver(hedge({ prior: [3, 1] }), [gains(0, 0)], layout)[0]).toBe(0.75);
  });

  it("takes losses with a negative rate, and keeps a floor", () => {
    const values = valuesOver(hedge({ rate: -1, floor: 0.1 }), new Array(100).fill(gains(9, 0)), layout);
    expect(values.at(-1)).toBeCloseTo(0.1, 4);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0.1);
    expect(valuesOver(hedge({ floor: 1 }), [gains(9, 0)], layout)[1]).toBe(0.5);
  });

  it("changes nothing while a signal has no value, or none that can be used", () => {
    for (const batch of [gains(1, null), gains(1e308, 0)]) {
      expect(statesAfter(hedge({ rate: 1e10 }), [batch], layout)).toEqual([null]);
    }
  });

  it("refuses an index or a prior that does not fit its signals", () => {
    expect(() => hedge({ take: 2 }).apply(gains(0, 0), layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`take\` to be the index of one of the 2 signals, got 2.]`,
    );
    expect(() => hedge({ prior: [1] }).apply(gains(0, 0), layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`prior\` to have one weight for each of the 2 signals, got 1.]`,
    );
    expect(() => hedge({ prior: [1, 0] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`prior.1\` of \`schedule/hedge@1\` to be valid, got 0: Too small: expected number to be >0.]`,
    );
  });

  it("lies in [0, 1], with the published numbers by default", () => {
    expect(hedge().range([])).toEqual({ min: 0, max: 1 });
    expect(hedge().trend(0, [])).toBe("unknown");
    expect(hedge().options).toEqual({ take: 0, rate: 1, floor: 1e-4, prior: null });
  });

  for (const law of lawsOf(hedge, { options: { take: 1 }, skip: [REMEMBERED] })) it(law.name, law.check);
});

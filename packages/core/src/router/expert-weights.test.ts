import { describe, expect, it } from "vitest";
import { expertWeights } from "./expert-weights.ts";

const logs = (...shares: readonly number[]) => Float64Array.from(shares, Math.log);
const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 14));

describe("expertWeights", () => {
  it("keeps the two best and divides them by their sum (018 §Mechanism, by hand)", () => {
    const { weights, kept } = expertWeights({ logits: logs(0.5, 0.3, 0.1, 0.1), width: 4 }, { top: 2 });
    expect([...weights]).toEqual(near([0.625, 0.375, 0, 0]));
    expect([...kept]).toEqual([1, 1, 0, 0]);
  });

  it("keeps the fewest that reach a share (018, top-p)", () => {
    const logits = logs(0.125, 0.5, 0.25, 0.125);
    expect([...expertWeights({ logits, width: 4 }, { share: 0.7 }).kept]).toEqual([0, 1, 1, 0]);
    expect([...expertWeights({ logits, width: 4 }, { share: 0.4 }).weights]).toEqual(near([0, 1, 0, 0]));
    expect([...expertWeights({ logits, width: 4 }, { share: 1, top: 3 }).kept]).toEqual([1, 1, 1, 0]);
  });

  it("gives all that are kept the same when constant (007: 1/k)", () => {
    const { weights } = expertWeights({ logits: Float64Array.of(9, 1, 3), width: 3 }, { top: 2, weights: "constant" });
    expect([...weights]).toEqual([0.5, 0, 0.5]);
  });

  it("adds noise before it chooses, and counts importance and load over rows (003 §Mechanism)", () => {
    const logits = new Float64Array(4);
    const noise = Float64Array.of(1, 0, 2, 0);
    const out = expertWeights({ logits, width: 2, noise }, { top: 1 });
    expect([[...out.kept], [...out.importance], [...out.load]]).toEqual([
      [1, 0, 1, 0],
      [2, 0],
      [2, 0],
    ]);
  });

  it("is a softmax when nothing is left out (identity), colder with a lower temperature", () => {
    const logits = Float64Array.of(0, Math.log(3));
    expect([...expertWeights({ logits, width: 2 }).weights]).toEqual(near([0.25, 0.75]));
    expect([...expertWeights({ logits, width: 2 }, { temperature: 0.5 }).weights]).toEqual(near([0.1, 0.9]));
  });

  it("takes equal, far apart and no logits", () => {
    expect([...expertWeights({ logits: new Float64Array(3), width: 3 }, { top: 1 }).kept]).toEqual([1, 0, 0]);
    expect([...expertWeights({ logits: Float64Array.of(1e308, -1e308), width: 2 }).weights]).toEqual([1, 0]);
    expect([...expertWeights({ logits: new Float64Array(0), width: 2 }).load]).toEqual([0, 0]);
    expect([...expertWeights({ logits: new Float64Array(2), width: 2 }, { top: 9 }).kept]).toEqual([1, 1]);
  });

  it("says what is wrong", () => {
    const logits = new Float64Array(3);
    expect(() => expertWeights({ logits, width: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected rows of 2 logits with as much noise, got 3 logits and 0 draws.]`,
    );
    expect(() => expertWeights({ logits, width: 3, noise: new Float64Array(2) })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected rows of 3 logits with as much noise, got 3 logits and 2 draws.]`,
    );
    expect(() => expertWeights({ logits, width: 3 }, { top: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`top\` of \`expertWeights\` to be valid: Too small: expected number to be >0.]`,
    );
  });
});

import { groupRelative } from "@guerdon/core/advantage";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import { normalAt } from "../tensor/index.ts";
import { gradientSnr } from "./gradient-snr.ts";

const centred = groupRelative({ scale: "none" });

describe("gradientSnr", () => {
  it("is the squared mean over the summed variance of groups", () => {
    // Advantages ½, −½ twice: gradients of the groups (1, 0) and (0, 2); mean (½, 1), variances ¼ and 1.
    const draws = { perGroup: 2, rewards: [1, 0, 1, 0], scores: [2, 0, -2, 0, 0, 4, 0, -4] };
    expect(gradientSnr(centred, draws)).toBeCloseTo(1.25 / 1.25, 12);
  });

  it("is 0 without a gradient and infinite without noise", () => {
    expect(gradientSnr(centred, { perGroup: 2, rewards: [1, 1], scores: [1, 2] })).toBe(0);
    expect(gradientSnr(centred, { perGroup: 2, rewards: [1, 0, 1, 0], scores: [1, -1, 1, -1] })).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it("meets the ratio known for a linear reward of a normal action", () => {
    // r = z, A = z − mean, g = 1/G Σ (z − mean) z: expectation (G − 1)/G, variance 2(G − 1)/G²: (G − 1)/2.
    const key = streamKey(3, "linear");
    const scores = Float64Array.from({ length: 8 * 20_000 }, (_, r) => normalAt(key, r));
    expect(gradientSnr(centred, { perGroup: 8, rewards: scores, scores })).toBeCloseTo(3.5, 1);
  });

  it("falls to about nothing for a reward that has nothing to do with the action", () => {
    const key = streamKey(4, "noise");
    const scores = Float64Array.from({ length: 8 * 4000 }, (_, r) => normalAt(key, r));
    const rewards = Float64Array.from(scores, (_, r) => uniformAt(key, 1e6 + r));
    expect(gradientSnr(groupRelative({}), { perGroup: 8, rewards, scores })).toBeLessThan(0.002);
  });

  it("refuses rewards that fill no groups", () => {
    expect(() => gradientSnr(centred, { perGroup: 2, rewards: [1, 0, 1], scores: [1, 1, 1] })).toThrow(
      "Expected rewards in groups of 2",
    );
  });
});

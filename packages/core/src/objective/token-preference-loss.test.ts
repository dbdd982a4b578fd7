import { describe, expect, it } from "vitest";
import { draw, messageOf } from "./gradient-check.test-support.ts";
import { logSigmoid, sigmoid, tokenPreferenceLoss } from "./index.ts";

const f = (...values: number[]): Float64Array => Float64Array.of(...values);
const pair = { offsets: Int32Array.of(0, 2, 3), chosen: Int32Array.of(0), rejected: Int32Array.of(1) };
const base = { logProbs: f(1, 2, 3), refLogProbs: f(0, 0, 0), ...pair };

describe("tokenPreferenceLoss", () => {
  it("weighs tokens by 1 + α·r̂ in the chosen and 1 − α·r̂ in the rejected response (045, by hand)", () => {
    const { margin, loss, gradient } = tokenPreferenceLoss(
      { ...base, guidance: f(1, -1, 0.5) },
      { alpha: 0.5, beta: 1 },
    );
    expect(margin).toBe(1.5 * 1 + 0.5 * 2 - 0.75 * 3);
    expect(loss).toBeCloseTo(-logSigmoid(0.25), 14);
    [-1.5, -0.5, 0.75].forEach((weight, t) => {
      expect(gradient[t]).toBeCloseTo(weight * sigmoid(-0.25), 14);
    });
  });

  it("takes exponential and clipped weights", () => {
    const guided = { ...base, guidance: f(2, 0, 0) };
    expect(tokenPreferenceLoss(guided, { alpha: 0.5, beta: 1, weight: "exp" }).margin).toBeCloseTo(Math.E + 2 - 3, 14);
    const clip = { min: 0, max: 1.5 };
    expect(tokenPreferenceLoss(guided, { alpha: 0.5, beta: 1, clip }).margin).toBe(1.5 + 2 - 3);
  });

  it("adds −λ·w·Σ r·ρ over both responses, or the squared distance (152, by hand)", () => {
    const rewarded = { ...base, tokenRewards: f(0.5, -0.5, 0.25) };
    const none = { beta: 1, lambda: 0.2, regulariserWeight: "none" } as const;
    expect(tokenPreferenceLoss(rewarded, none).regulariser).toBeCloseTo(-0.2 * (0.5 - 1 + 0.75), 14);
    const mse = tokenPreferenceLoss(rewarded, { ...none, form: "mse", scale: 2 });
    expect(mse.regulariser).toBeCloseTo(0.2 * (0 + 9 + 2.5 ** 2), 14);
    const unsolved = tokenPreferenceLoss(rewarded, { beta: 1, lambda: 0.2 });
    expect(unsolved.regulariser).toBeCloseTo(0.5 * -0.2 * 0.25, 14);
  });

  it("holds the weight of unsolved pairs constant: its gradient is the plain one's, scaled", () => {
    const columns = { ...base, logProbs: draw(1, "p", 3), tokenRewards: draw(1, "r", 3) };
    const dpo = tokenPreferenceLoss(columns, { beta: 1 });
    const none = tokenPreferenceLoss(columns, { beta: 1, lambda: 0.2, regulariserWeight: "none" });
    const unsolved = tokenPreferenceLoss(columns, { beta: 1, lambda: 0.2 });
    const w = sigmoid(-dpo.margin);
    unsolved.gradient.forEach((value, t) => {
      const plain = dpo.gradient[t] as number;
      expect(value).toBeCloseTo(plain + w * ((none.gradient[t] as number) - plain), 14);
    });
  });

  it("leaves masked tokens out and adds up the pairs of one response (124: all pairs of a group)", () => {
    const masked = tokenPreferenceLoss({ ...base, mask: Uint8Array.of(1, 0, 1) }, { beta: 1 });
    expect([masked.margin, masked.gradient[1]]).toEqual([-2, 0]);
    const twice = { ...base, chosen: Int32Array.of(0, 0), rejected: Int32Array.of(1, 1) };
    expect([...tokenPreferenceLoss(twice).gradient]).toEqual([...tokenPreferenceLoss(base).gradient]);
  });

  it.each([
    [
      "a response that is not there",
      () => tokenPreferenceLoss({ ...base, rejected: Int32Array.of(2) }),
      "GUERDON_SHAPE Expected `rejected[0]` to be an index below 2, got 2.",
    ],
    [
      "no guidance",
      () => tokenPreferenceLoss(base, { alpha: 0.5 }),
      "GUERDON_SHAPE Expected `guidance` with `alpha`, got none.",
    ],
    [
      "no token rewards",
      () => tokenPreferenceLoss(base, { lambda: 0.5 }),
      "GUERDON_SHAPE Expected `tokenRewards` with `lambda`, got none.",
    ],
  ])("refuses %s", (_, run, message) => {
    expect(messageOf(run)).toBe(message);
  });
});

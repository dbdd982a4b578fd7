import { describe, expect, it } from "vitest";
import { drawnVectors } from "./least-form.test-support.ts";
import { metaGradient } from "./meta-gradient.ts";

describe("metaGradient", () => {
  it("is the slope of the utility after one step, against a difference quotient (075 §Mechanism)", () => {
    const [theta, first, second] = drawnVectors("meta", 3, 4) as readonly [Float64Array, Float64Array, Float64Array];
    const utility = (at: Float64Array): number => -at.reduce((sum, x, d) => sum + (d + 1) * x * x, 0) / 2;
    const learningRate = 0.1;
    const stepped = (mu: number): Float64Array =>
      theta.map((x, d) => x - learningRate * ((1 - mu) * (first[d] as number) + mu * (second[d] as number)));
    const mu = 0.3;
    const slope = (utility(stepped(mu + 1e-6)) - utility(stepped(mu - 1e-6))) / 2e-6;
    const gradient = stepped(mu).map((x, d) => -(d + 1) * x);
    expect(metaGradient(gradient, first, second, learningRate)).toBeCloseTo(slope, 7);
  });

  it("lowers the weight of a loss that hurts the utility (075 §Pitfalls, one parameter)", () => {
    const [up, hurts, helps] = [Float64Array.of(1), Float64Array.of(1), Float64Array.of(-1)];
    expect(metaGradient(up, helps, hurts, 0.5)).toBe(-1);
    expect(metaGradient(up, hurts, helps, 0.5)).toBe(1);
  });

  it("keeps the part of the other loss when one has no gradient", () => {
    expect(metaGradient(Float64Array.of(1), Float64Array.of(0), Float64Array.of(3), 0.5)).toBe(-1.5);
  });
});

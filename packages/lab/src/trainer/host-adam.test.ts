import { describe, expect, it } from "vitest";
import { hostAdam } from "./host-adam.ts";

describe("hostAdam", () => {
  it("is the rule by hand", () => {
    const parameters = Float64Array.of(1, 1);
    const adam = hostAdam(2);
    adam.step(parameters, [4, -0.01], 0.1);
    // First step: mean / (1 − β₁) = g, √(square / (1 − β₂)) = |g|.
    expect(parameters[0]).toBeCloseTo(0.9, 8);
    expect(parameters[1]).toBeCloseTo(1.1, 6);
    adam.step(parameters, [0, 0], 0.1);
    const mean = (0.9 * 0.1 * 4) / (1 - 0.81);
    const square = (0.999 * 0.001 * 16) / (1 - 0.999 ** 2);
    expect(parameters[0]).toBeCloseTo(0.9 - (0.1 * mean) / Math.sqrt(square), 8);
  });

  it("goes on after a restore as if it had never stopped", () => {
    const [one, other] = [hostAdam(1), hostAdam(1)];
    const [a, b] = [Float64Array.of(0), Float64Array.of(0)];
    one.step(a, [2], 0.1);
    other.restore(one.save());
    b.set(a);
    one.step(a, [-1], 0.1);
    other.step(b, [-1], 0.1);
    expect(b[0]).toBe(a[0]);
  });
});

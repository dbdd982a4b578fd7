import { describe, expect, it } from "vitest";
import { decisionProcess } from "./decision-process.ts";
import { rewardPosterior } from "./reward-posterior.ts";

describe("rewardPosterior", () => {
  const choice = decisionProcess({
    states: 1,
    actions: 2,
    discount: 0,
    transitions: () => [{ next: 0, probability: 1 }],
    reward: () => 0,
  });
  const features = [Float64Array.of(1, 0), Float64Array.of(0, 1), Float64Array.of(0, 0)];

  it("weighs what was written by how well it behaves, against all that might have been written (by hand)", () => {
    const candidates = [
      [1, 0, 0],
      [0, 1, 0],
    ];
    const posterior = rewardPosterior({
      process: choice,
      start: [1],
      features,
      proxy: [5, 0, 0],
      candidates,
      rationality: 2,
    });
    // μ = (1, 0) of the first, (0, 1) of the second: e²/(e² + 1) and 1/(1 + e²), which add up to 1.
    expect(posterior[0]).toBeCloseTo(Math.exp(2) / (Math.exp(2) + 1), 10);
    expect(posterior[1]).toBeCloseTo(1 / (Math.exp(2) + 1), 10);
  });

  it("says nothing of a feature that the task does not have", () => {
    const candidates = [
      [1, 0, 1],
      [1, 0, -1],
    ];
    const posterior = rewardPosterior({
      process: choice,
      start: [1],
      features,
      proxy: [1, 0, 0],
      candidates,
      rationality: 9,
    });
    expect([...posterior]).toEqual([0.5, 0.5]);
  });
});

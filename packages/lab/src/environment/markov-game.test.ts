import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { markovGame } from "./markov-game.ts";
import { vectorise } from "./vectorise.ts";

describe("markovGame", () => {
  it("keeps the promises of environments", () => {
    checkEnvironment((count) => vectorise(markovGame().dynamics, count));
    checkEnvironment((count) => vectorise(markovGame({ common: [1, 1, 1], actions: 2, states: 3 }).dynamics, count));
  });

  it("pays and moves as its tables say", () => {
    const { dynamics, transitions, payoffs, joint } = markovGame({ game: 3, maxSteps: 100_000 });
    const environment = vectorise(dynamics, 1);
    const stateOf = (): number => environment.observations.indexOf(1);
    const reached = new Float64Array(6);
    let [visits, from] = [0, 0];
    for (let t = 0; t < 30_000; t++) {
      from = stateOf();
      const actions = [t % 4, (t >> 2) % 4];
      const row = from * joint + 4 * (actions[0] as number) + (actions[1] as number);
      environment.step(actions);
      const [p0, p1] = payoffs.map((column) => column[row] as number) as [number, number];
      expect(environment.rewards[0]).toBeCloseTo((p0 + p1) / 2, 12);
      expect([environment.signals["payoff-0"]?.[0], environment.signals["payoff-1"]?.[0]]).toEqual([p0, p1]);
      expect(environment.signals.welfare?.[0]).toBeCloseTo(p0 + p1, 12);
      if (row !== 5) continue;
      visits++;
      reached[stateOf()] = (reached[stateOf()] as number) + 1;
    }
    expect(visits).toBeGreaterThan(100);
    for (let next = 0; next < 6; next++) {
      const wanted = transitions[5 * 6 + next] as number;
      // Four deviations of a share, and a little where it is 0.
      const room = 4 * Math.sqrt((wanted * (1 - wanted)) / visits) + 0.02;
      expect(Math.abs((reached[next] as number) / visits - wanted)).toBeLessThan(room);
    }
  });

  it("draws transitions of a Dirichlet distribution and payoffs with the common part asked for", () => {
    const { transitions, payoffs } = markovGame({ states: 8, actions: 10, common: [0.6, -0.8], own: 0.5 });
    const rows = transitions.length / 8;
    let squares = 0;
    for (let row = 0; row < rows; row++) {
      const own = transitions.subarray(8 * row, 8 * row + 8);
      expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      squares += own.reduce((sum, value) => sum + value * value, 0) / rows;
    }
    // E Σ p² = (α + 1) / (n·α + 1) of a symmetric Dirichlet distribution: 1.4 / 4.2.
    expect(Math.abs(squares - 1.4 / 4.2)).toBeLessThan(0.03);
    const [a, b] = payoffs as [Float64Array, Float64Array];
    const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    // Variances 0.36 + 0.25 and 0.64 + 0.25, covariance −0.48; 800 pairs.
    expect(Math.abs(mean(a.map((value) => value * value)) - 0.61)).toBeLessThan(0.13);
    expect(Math.abs(mean(a.map((value, i) => value * (b[i] as number))) + 0.48)).toBeLessThan(0.13);
  });

  it("says which size is wrong", () => {
    expect(() => markovGame({ states: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`states\` to be a whole number of at least 1, got 0.]`,
    );
    expect(() => markovGame({ concentration: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`concentration\` to be above 0, got 0.]`,
    );
  });
});

import { describe, expect, it } from "vitest";
import { fitOrder } from "./fit-order.ts";

const gapsOf = (scores: readonly number[]) => scores.slice(1).map((score, i) => score - (scores[i] as number));

describe("fitOrder", () => {
  it("spaces a strict chain evenly within its bounds", () => {
    const gaps = gapsOf(
      fitOrder({ utilities: [0, 1, 2, 3], pairs: "adjacent", bound: 3, learningRate: 1, steps: 3000 }),
    );
    for (const gap of gaps) expect(gap).toBeCloseTo(1, 4);
  });

  it("orders what is tied against a neighbour alone wrongly, and right against all", () => {
    const tied = { utilities: [0, 1, 1, 2], bound: 3, learningRate: 1, steps: 6000 };
    expect(gapsOf(fitOrder({ ...tied, pairs: "adjacent" }))[1]).toBeLessThan(-0.1);
    expect(Math.abs(gapsOf(fitOrder({ ...tied, pairs: "all" }))[1] as number)).toBeLessThan(1e-3);
  });

  it("grows without end where there is no bound", () => {
    const ranges = [1000, 4000].map((steps) => {
      const scores = fitOrder({ utilities: [0, 1], pairs: "all", learningRate: 1, steps });
      return (scores[1] as number) - (scores[0] as number);
    });
    expect(ranges[1]).toBeGreaterThan((ranges[0] as number) + 1);
  });
});

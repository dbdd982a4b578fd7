import { describe, expect, it } from "vitest";
import { averaged, meanCurve, metricsOf } from "./curve.ts";

describe("averaged", () => {
  it("keeps short curves and averages equal stretches of long ones, each at its last update", () => {
    expect(averaged([1, 2], [5, 7])).toEqual({ updates: [1, 2], values: [5, 7] });
    const updates = Array.from({ length: 301 }, (_, i) => i + 1);
    const { updates: at, values } = averaged(updates, updates);
    expect(at.length).toBe(101);
    expect([at[0], values[0], at.at(-1), values.at(-1)]).toEqual([3, 2, 301, 301]);
  });
});

describe("meanCurve", () => {
  it("has mean, least and greatest of the seeds, where all of them are", () => {
    const curve = (values: readonly number[]) => ({ arm: "a", seed: 0, updates: values.map((_, i) => i + 1), values });
    expect(meanCurve([curve([1, 2, 9]), curve([3, 6])])).toEqual([
      { update: 1, mean: 2, low: 1, high: 3 },
      { update: 2, mean: 4, low: 2, high: 6 },
    ]);
    expect(meanCurve([])).toEqual([]);
  });
});

describe("metricsOf", () => {
  it("puts the shown ones first and leaves out what was not recorded", () => {
    const curves = new Map(["loss", "reward", "length"].map((name) => [name, []] as const));
    expect(metricsOf(curves, ["length", "gold", "reward"])).toEqual(["length", "reward", "loss"]);
  });
});

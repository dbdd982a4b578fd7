import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { rankFilter } from "./rank-filter.ts";

const weights = (options: Parameters<typeof rankFilter>[0], values: readonly number[]): number[] => [
  ...rankFilter(options).apply([fullSignal("rollout", values)], flatLayout([values.length])).values,
];

describe("rankFilter", () => {
  it.each([
    [{ scheme: "best" }, [0, 1, 0, 0, 0]],
    [{ scheme: "best-random" }, [1 / 8, 1 / 2, 1 / 8, 1 / 8, 1 / 8]],
    [{ scheme: "best-worst" }, [0, 0.5, 0, 0.5, 0]],
    [{ scheme: "power" }, [9 / 55, 25 / 55, 4 / 55, 1 / 55, 16 / 55]],
    [{ scheme: "power", power: 1 }, [3 / 15, 5 / 15, 2 / 15, 1 / 15, 4 / 15]],
    [{ scheme: "custom", weights: [3, 1] }, [0, 0.75, 0, 0, 0.25]],
    [{ scheme: "best", total: "size" }, [0, 5, 0, 0, 0]],
  ] as const)("weighs five answers with %j (192)", (options, expected) => {
    weights(options, [3, 5, 2, 1, 4]).forEach((weight, i) => {
      expect(weight).toBeCloseTo(expected[i] as number, 14);
    });
  });

  it("has the released weights 0.4 and 0.1 of five answers, normalised (192)", () => {
    const released = [0.4, 0.1, 0.1, 0.1, 0.1];
    const all = released.reduce((sum, w) => sum + w, 0);
    weights({}, [5, 4, 3, 2, 1]).forEach((w, i) => {
      expect(w).toBeCloseTo((released[i] as number) / all, 14);
    });
  });

  it.each([
    ["best", [0.5, 0.5, 0]],
    ["best-random", [3 / 8, 3 / 8, 1 / 4]],
    ["best-worst", [0.25, 0.25, 0.5]],
  ] as const)("shares the weights of tied ranks with scheme %s", (scheme, expected) => {
    expect(weights({ scheme }, [7, 7, 1])).toEqual(expected);
  });

  it.each(["best", "best-random", "best-worst", "power", "custom"] as const)(
    "weighs equal members alike, and one member fully, with scheme %s",
    (scheme) => {
      const options = { scheme, weights: [1, 2] };
      for (const value of [0, 3]) {
        expect(weights(options, [value, value])).toEqual([0.5, 0.5]);
        expect(weights(options, [value])).toEqual([1]);
      }
    },
  );

  it("takes powers of huge values", () => {
    expect(weights({ scheme: "power" }, [1e308, -1e308])).toEqual([0.5, 0.5]);
  });

  it("weighs present members alone", () => {
    const of = { ...fullSignal("rollout", [9, 1, 2]), present: Uint8Array.of(0, 1, 1) };
    expect([...rankFilter({ scheme: "best" }).apply([of], flatLayout([3])).values]).toEqual([0, 0, 1]);
  });

  it("knows range, trend and defaults", () => {
    expect(rankFilter().range([])).toEqual({ min: 0, max: 1 });
    expect(rankFilter({ total: "size" }).range([])).toEqual({ min: 0, max: Number.POSITIVE_INFINITY });
    expect([rankFilter().trend(0, []), rankFilter({ scheme: "best" }).trend(0, [])]).toEqual(["unknown", "increasing"]);
    expect(rankFilter().options).toEqual({ scheme: "best-random", power: 2, weights: [], total: "one" });
  });

  it("refuses a custom scheme without weights", () => {
    expect(() => rankFilter({ scheme: "custom" })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`weights\` of \`shaper/rank-filter@1\` to be valid, got nothing: \`scheme: custom\` needs a list whose first weight is positive.]`,
    );
    expect(() => rankFilter({ scheme: "custom", weights: [0, 1] })).toThrow("whose first weight is positive");
  });

  for (const scheme of ["best", "best-random", "best-worst", "power", "custom"]) {
    const options = { scheme, weights: [2, 1, 1], total: scheme === "best" ? "size" : "one" };
    for (const law of lawsOf(rankFilter, { options })) it(`${law.name}, ${scheme}`, law.check);
  }
});

import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { powerMean } from "./power-mean.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));

const layout = flatLayout([3]);
const inputs = of([1, 4, 2], [4, 1, 2]);

describe("powerMean", () => {
  it.each([
    ["min", [1, 1, 2]],
    ["harmonic", [1.6, 1.6, 2]],
    ["geometric", [2, 2, 2]],
    ["arithmetic", [2.5, 2.5, 2]],
    [2, [Math.sqrt(8.5), Math.sqrt(8.5), 2]],
    ["max", [4, 4, 2]],
  ] as const)("takes the %s mean (by hand)", (power, expected) => {
    const out = powerMean({ power }).apply(inputs, layout).values;
    expected.forEach((value, i) => {
      expect(out[i]).toBeCloseTo(value, 12);
    });
  });

  it("is 2BR/(B+R) of two metrics by default (199 §Mechanism)", () => {
    const [bleu, rouge] = [0.3, 0.7];
    expect(powerMean().apply(of([bleu], [rouge]), flatLayout([1])).values[0]).toBeCloseTo(
      (2 * bleu * rouge) / (bleu + rouge),
      14,
    );
  });

  it("is 0 beside a 0 for powers up to 0, but with an `eps` (114 §Pieces)", () => {
    const beside = of([0], [1]);
    const at = (options: object): number => powerMean(options).apply(beside, flatLayout([1])).values[0] as number;
    expect([at({}), at({ power: "geometric" }), at({ power: -3 })]).toEqual([0, 0, 0]);
    expect(at({ power: "arithmetic" })).toBe(0.5);
    expect(at({ power: 0.5 })).toBeCloseTo(0.25, 14);
    expect(at({ eps: 1e-6 })).toBeCloseTo(2 / (1e6 + 1 / (1 + 1e-6)), 14);
  });

  it("weighs by shares", () => {
    const out = powerMean({ power: "arithmetic", weights: [3, 1] }).apply(inputs, layout).values;
    expect([...out]).toEqual([1.75, 3.25, 2]);
    const geometric = powerMean({ power: "geometric", weights: [1, 3] }).apply(of([1], [16]), flatLayout([1]));
    expect(geometric.values[0]).toBeCloseTo(8, 12);
  });

  it("counts what is below 0 as 0, and equal inputs as exactly their mean", () => {
    expect([...powerMean({ power: "arithmetic" }).apply(of([-4, 0.1], [4, 0.1]), flatLayout([2])).values]).toEqual([
      2, 0.1,
    ]);
  });

  it("goes to the geometric mean as the power goes to 0, and to min and max as it grows (limits)", () => {
    const at = (power: number | "geometric" | "min" | "max"): number =>
      powerMean({ power }).apply(of([0.3], [0.8], [0.5]), flatLayout([1])).values[0] as number;
    for (const power of [1e-7, -1e-7]) expect(at(power)).toBeCloseTo(at("geometric"), 6);
    expect(at(-2000)).toBeCloseTo(at("min"), 3);
    expect(at(2000)).toBeCloseTo(at("max"), 3);
    expect([at(-1000) <= at(-1), at(-1) <= at(0), at(0) <= at(1), at(1) <= at(1000)]).toEqual([true, true, true, true]);
  });

  it("overflows no power", () => {
    const out = powerMean({ power: 3 }).apply(of([1e300], [1e-300]), flatLayout([1])).values[0] as number;
    expect(out / 1e300).toBeCloseTo(0.5 ** (1 / 3), 12);
    const least = powerMean({ power: -3 }).apply(of([1e-300], [1e300]), flatLayout([1])).values[0] as number;
    expect(least / 1e-300).toBeCloseTo(2 ** (1 / 3), 12);
  });

  it("knows its range, and moves only with what can be above 0", () => {
    const piece = powerMean();
    const range = [
      { min: -1, max: 1 },
      { min: 1, max: Number.POSITIVE_INFINITY },
    ];
    expect(piece.range(range)).toEqual({ min: 0, max: 2 });
    expect([piece.trend(0, [{ min: -1, max: 0 }]), piece.trend(0, range)]).toEqual(["constant", "increasing"]);
    expect(powerMean({ power: "max" }).range(range)).toEqual({ min: 1, max: Number.POSITIVE_INFINITY });
  });

  it.each([1, 2, 3, 4, 5])("is the weighted harmonic mean of %i inputs of any size, in any block (twin)", (count) => {
    const sizes = [1, 0.3, 7, 1e-200, 1e200, 0, -2, 0.5, 1e-90, 1e90];
    const columns = Array.from({ length: count }, (_, k) =>
      Array.from({ length: 2500 }, (__, i) => sizes[(i * (2 * k + 1) + Math.floor(i / 10) * k) % 10] as number),
    );
    const weights = Array.from({ length: count }, (_, k) => k + 1);
    for (const eps of [0, 0.01]) {
      const out = powerMean({ weights, eps }).apply(of(...columns), flatLayout([2500])).values;
      out.forEach((value, i) => {
        const row = columns.map((column) => Math.max(column[i] as number, 0) + eps);
        const least = Math.min(...row);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const lengths = row.reduce((sum, size, k) => sum + (weights[k] as number) * (least / size), 0);
        const mean = least === 0 ? 0 : (least * total) / lengths;
        expect(Math.abs(value - mean)).toBeLessThanOrEqual(1e-14 * mean);
      });
    }
  });

  it("refuses weights of another length", () => {
    expect(() => powerMean({ weights: [1] }).apply(inputs, layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`weights\` to have one number for each of the 2 inputs, got 1.]`,
    );
  });

  for (const power of ["min", "harmonic", "geometric", "arithmetic", "max", 3, -2.5] as const) {
    for (const law of lawsOf(powerMean, { options: { power } })) it(`${law.name}, ${power}`, law.check);
  }
  for (const law of lawsOf(powerMean, { options: { weights: [1, 2, 3], eps: 0.1 } })) {
    it(`${law.name}, weighted`, law.check);
  }

  it("reads a list of any length, `of`", () => {
    expect(powerMean().inputs).toEqual([{ name: "of", many: true }]);
  });

  it("takes the exact mean of ten equal inputs, for which the shares do not add up to 1", () => {
    const ten = of(...Array.from({ length: 10 }, () => [0.3]));
    for (const power of ["harmonic", "geometric", "arithmetic", 2, -3] as const)
      expect([...powerMean({ power }).apply(ten, flatLayout([1])).values]).toEqual([0.3]);
    for (const [size, eps] of [
      [3e-20, 0],
      [7e20, 0],
      [0.7, 0.5],
    ] as const) {
      const same = of(...Array.from({ length: 10 }, () => [size]));
      expect([...powerMean({ eps }).apply(same, flatLayout([1])).values]).toEqual([size + eps]);
    }
  });

  it.each([
    [[1e-200, 3e-200]],
    [[1e-120, 3e-120, 2e-120]],
    [[1e-160, 1, 2e-160]],
    [[1e200, 3e200]],
    [[1e120, 3e120, 2e120]],
    [[1e160, 1, 2e160]],
    [[2, 3, 5, 7, 11]],
  ])("is the harmonic mean of %j, though products of them leave the range of numbers (twin)", (sizes) => {
    const rest = sizes.reduce((total, size) => total + 1 / size, 0);
    const out = powerMean({ power: "harmonic" }).apply(of(...sizes.map((size) => [size])), flatLayout([1])).values;
    expect((out[0] as number) * (rest / sizes.length)).toBeCloseTo(1, 12);
  });

  it("keeps sizes that are hardly numbers any more, and those that are hardly finite", () => {
    const least = powerMean().apply(of([1e-309], [3e-309]), flatLayout([1])).values[0] as number;
    expect(least / 1.5e-309).toBeCloseTo(1, 12);
    const most = powerMean().apply(of([1.2e308], [1.6e308]), flatLayout([1])).values[0] as number;
    expect(most / 1.2e308).toBeCloseTo(8 / 7, 12);
  });

  it("is the harmonic mean at the power −1 (identity)", () => {
    expect(powerMean({ power: -1 }).apply(inputs, layout)).toEqual(powerMean().apply(inputs, layout));
  });

  it("is the same in a long batch as in a short one (twin)", () => {
    const row = Array.from({ length: 2500 }, (_, i) => 1 + (i % 7));
    const long = powerMean({ power: "harmonic" }).apply(
      of(
        row,
        row.map((value) => 2 * value),
        row,
      ),
      flatLayout([2500]),
    );
    row.forEach((value, i) => {
      expect(long.values[i]).toBeCloseTo((6 * value) / 5, 12);
    });
  });

  it("does not let its range overflow", () => {
    const wide = { min: 1, max: Number.POSITIVE_INFINITY };
    expect(powerMean({ power: 2 }).range([wide, { min: 2, max: 2 }]).max).toBe(Number.POSITIVE_INFINITY);
    expect(powerMean({ power: 0 }).range([{ min: 0, max: 1 }, wide]).min).toBe(0);
  });
});

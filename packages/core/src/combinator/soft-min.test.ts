import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { softMin } from "./soft-min.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));

const inputs = of([0.3, 0.3, -2], [0.9, 0.3, 1], [0.6, 0.3, 4]);
const layout = flatLayout([3]);

describe("softMin", () => {
  it("is −τ log of the mean of exp(−x / τ) (by the definition)", () => {
    const tau = 0.7;
    const out = softMin({ temperature: tau }).apply(inputs, layout).values;
    for (let i = 0; i < 3; i++) {
      const mean = inputs.reduce((sum, { values }) => sum + Math.exp(-(values[i] as number) / tau), 0) / 3;
      expect(out[i]).toBeCloseTo(-tau * Math.log(mean), 12);
    }
  });

  it("goes to the minimum and to the mean at the ends of the temperature (limits)", () => {
    const at = (temperature: number, side: "min" | "max" = "min"): readonly number[] => [
      ...softMin({ temperature, side }).apply(inputs, layout).values,
    ];
    at(1e-4).forEach((value, i) => {
      expect(value).toBeCloseTo([0.3, 0.3, -2][i] as number, 3);
    });
    at(1e-4, "max").forEach((value, i) => {
      expect(value).toBeCloseTo([0.9, 0.3, 4][i] as number, 3);
    });
    for (const side of ["min", "max"] as const) {
      at(1e7, side).forEach((value, i) => {
        expect(value).toBeCloseTo([0.6, 0.3, 1][i] as number, 5);
      });
    }
  });

  it("is exact for equal inputs, and the maximum is the minimum of what is turned round (twin)", () => {
    expect(softMin().apply(inputs, layout).values[1]).toBe(0.3);
    const turned = inputs.map(({ values }) =>
      fullSignal(
        "rollout",
        values.map((value) => -value),
      ),
    );
    const most = softMin({ side: "max", temperature: 0.5 }).apply(inputs, layout).values;
    softMin({ temperature: 0.5 })
      .apply(turned, layout)
      .values.forEach((value, i) => {
        expect(most[i]).toBeCloseTo(-value, 12);
      });
  });

  it("knows its range and rises with every input", () => {
    const [a, b] = [
      { min: 0, max: 1 },
      { min: 0, max: 1 },
    ];
    expect(softMin().range([a, b])).toEqual({ min: 0, max: 1 });
    expect(softMin().range([a, { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY }])).toEqual({
      min: Number.NEGATIVE_INFINITY,
      max: 1 + Math.log(2),
    });
    expect(softMin().trend(0, [a, b])).toBe("increasing");
  });

  for (const law of lawsOf(softMin)) it(law.name, law.check);
  for (const law of lawsOf(softMin, { options: { side: "max", temperature: 0.01 } })) it(`${law.name}, max`, law.check);

  it("reads a list of any length, `of`", () => {
    expect(softMin().inputs).toEqual([{ name: "of", many: true }]);
  });

  it("has an open range where an input is unbounded", () => {
    const [unit, wide] = [
      { min: 0, max: 1 },
      { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY },
    ];
    expect(softMin().range([wide, wide])).toEqual(wide);
    expect(softMin().range([wide, unit]).min).toBe(Number.NEGATIVE_INFINITY);
    expect(softMin({ side: "max" }).range([unit, wide]).max).toBe(Number.POSITIVE_INFINITY);
  });
});

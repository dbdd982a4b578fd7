import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Interval, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type ToleranceOptions, tolerance } from "./tolerance.ts";

const point = (value: number): Interval => ({ min: value, max: value });
const close = (options: Parameters<typeof tolerance>[0], of: number, target: number, width: number): number =>
  tolerance(options).apply(
    [of, target, width].map((value) => fullSignal("rollout", [value])),
    flatLayout([1]),
  ).values[0] as number;

describe("tolerance", () => {
  it.each([
    ["band", 3.3, 1],
    ["band", 3.5, 0],
    ["linear", 3.125, 0.75],
    ["linear", 9, 0],
    ["gauss", 3.5, Math.exp(-0.5)],
    ["gauss", 4, Math.exp(-2)],
    ["exponential", 3.5, Math.exp(-1)],
    ["tanh", 3 + Math.log(2) / 2, 0.4],
  ] as const)("%s of %d around 3 with width ½ is %d (by hand)", (shape, of, expected) => {
    expect(close({ shape }, of, 3, 0.5)).toBeCloseTo(expected, 14);
    expect(close({ shape }, 6 - of, 3, 0.5)).toBeCloseTo(expected, 14);
    expect(close({ shape }, 3, 3, 0.5)).toBe(1);
  });

  it("agrees with the papers' forms: exp utility (074), 1 − tanh(5 d) (032), 1 − excess / 2.23 (001)", () => {
    const [d, scale, dispersion, density] = [0.7, 2, 1.5, 3];
    const utility = Math.exp((-0.5 * d) / (scale * dispersion)) ** (1 / density);
    expect(close({ shape: "exponential" }, d, 0, 2 * scale * dispersion * density)).toBeCloseTo(utility, 14);
    expect(close({ shape: "tanh" }, 0.1, 0, 0.2)).toBeCloseTo(1 - Math.tanh(0.5), 14);
    expect(close({ shape: "linear", side: "over" }, 11, 10, 2.23)).toBeCloseTo(1 - 1 / 2.23, 14);
  });

  it("looks at one side alone", () => {
    expect([close({ side: "over" }, -9, 0, 1), close({ side: "over" }, 9, 0, 1)]).toEqual([1, 0]);
    expect([close({ side: "under" }, -9, 0, 1), close({ side: "under" }, 9, 0, 1)]).toEqual([0, 1]);
  });

  it.each([
    [true, 0],
    [false, 1],
  ])("has its edge outside of a band when strict is %s", (strict, expected) => {
    expect(close({ strict }, 1, 0, 1)).toBe(expected);
    expect(close({ strict }, 0, 0, 0)).toBe(expected);
    expect(close({ strict }, 0, 0, -1)).toBe(0);
  });

  it.each(["linear", "gauss", "exponential", "tanh"] as const)("%s of width 0 leaves the target alone", (shape) => {
    expect([close({ shape }, 0, 0, 0), close({ shape }, 1e-9, 0, 0), close({ shape }, 0, 0, -2)]).toEqual([1, 0, 1]);
    expect(close({ shape }, 1e308, -1e308, 1)).toBe(0);
  });

  it("knows its range", () => {
    const piece = tolerance({ shape: "linear" });
    expect(piece.range([{ min: 0, max: 1 }, point(0), point(2)])).toEqual({ min: 0.5, max: 1 });
    expect(
      piece.range([
        { min: 1, max: 2 },
        { min: -1, max: 0 },
        { min: 2, max: 4 },
      ]),
    ).toEqual({ min: 0, max: 0.75 });
    expect(piece.range([UNBOUNDED, point(0), point(2)])).toEqual({ min: 0, max: 1 });
    const over = tolerance({ shape: "linear", side: "over" });
    expect(over.range([{ min: -9, max: 1 }, point(0), point(2)])).toEqual({ min: 0.5, max: 1 });
  });

  it.each([
    ["both", { min: 0, max: 1 }, ["decreasing", "increasing", "increasing"]],
    ["both", { min: -1, max: 0 }, ["increasing", "decreasing", "increasing"]],
    ["both", { min: -1, max: 1 }, ["unknown", "unknown", "increasing"]],
    ["over", { min: -1, max: 1 }, ["decreasing", "increasing", "increasing"]],
    ["under", { min: -1, max: 1 }, ["increasing", "decreasing", "increasing"]],
  ] as const)("knows its trends with side %s and values in %j", (side, of, trends) => {
    const inputs = [of, point(0), point(1)];
    expect([0, 1, 2].map((index) => tolerance({ side }).trend(index, inputs))).toEqual(trends);
  });

  it("is a strict band of both sides around 0 without options", () => {
    expect(tolerance().options).toEqual({ shape: "band", side: "both", strict: true });
    expect(tolerance().inputs.map((input) => input.default)).toEqual([undefined, 0, 1]);
  });

  const settings: Partial<ToleranceOptions>[] = [
    {},
    { strict: false, side: "over" },
    { shape: "linear", side: "under" },
    { shape: "gauss" },
    { shape: "exponential", side: "over" },
    { shape: "tanh" },
  ];
  for (const options of settings) {
    for (const law of lawsOf(tolerance, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

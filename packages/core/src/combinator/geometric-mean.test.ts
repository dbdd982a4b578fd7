import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { geometricMean } from "./geometric-mean.ts";
import { powerMean } from "./power-mean.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));

const layout = flatLayout([4]);
const inputs = of([0.25, -0.25, -0.25, 0], [1, 1, -1, -1]);

describe("geometricMean", () => {
  it.each([
    ["the sign of the product", {}, [0.5, -0.5, 0.5, 0]],
    ["minus when any is negative", { sign: "all-non-negative" }, [0.5, -0.5, -0.5, 0]],
    ["minus when any signed one is negative", { sign: "all-non-negative", unsigned: [0] }, [0.5, 0.5, -0.5, 0]],
    ["the sign of the signed ones", { unsigned: [1] }, [0.5, -0.5, -0.5, 0]],
    ["no sign", { sign: "none" }, [0.5, 0.5, 0.5, 0]],
  ] as const)("takes %s (074 §Mechanism, by hand)", (_, options, expected) => {
    expect([...geometricMean(options).apply(inputs, layout).values]).toEqual(expected);
  });

  it("keeps a single input as it is", () => {
    expect([...geometricMean().apply(of([-3, 0.1, 0, 1e308]), layout).values]).toEqual([-3, 0.1, 0, 1e308]);
  });

  it("neither overflows nor vanishes on the way", () => {
    const out = geometricMean().apply(of([1e308, 1e-308], [1e308, 1e-308]), flatLayout([2])).values;
    expect((out[0] as number) / 1e308).toBeCloseTo(1, 10);
    expect((out[1] as number) / 1e-308).toBeCloseTo(1, 10);
  });

  it("agrees with the power mean at 0 for inputs that are never negative (twin)", () => {
    const sizes = of([0.2, 3, 0, 7], [5, 0.5, 1, 7], [1, 1, 1, 7]);
    const [own, twin] = [geometricMean(), powerMean({ power: "geometric" })].map((p) => p.apply(sizes, layout).values);
    own?.forEach((value, i) => {
      expect(value).toBeCloseTo(twin?.[i] as number, 12);
    });
  });

  it.each([
    [{}, [4, 9], [1, 1], 2, 3],
    [{}, [-9, 4], [1, 1], -3, 3],
    [{}, [-9, -4], [1, 1], -3, -2],
    [{}, [-9, -4], [-1, -1], 2, 3],
    [{ sign: "all-non-negative" }, [-9, -4], [-1, 1], -3, -0],
    [{ sign: "none" }, [-9, 4], [1, 1], 0, 3],
    [{ unsigned: [0] }, [-9, 4], [1, 1], 0, 3],
  ] as const)("has with %j the range of inputs in %j and %j", (options, a, b, min, max) => {
    const range = geometricMean(options).range([a, b].map(([least, most]) => ({ min: least, max: most })));
    expect(range.min).toBeCloseTo(min, 12);
    expect(range.max).toBeCloseTo(max, 12);
  });

  it("rises where nothing can turn its sign", () => {
    const [up, both, zero] = [
      { min: 0, max: 1 },
      { min: -1, max: 1 },
      { min: 0, max: 0 },
    ];
    expect(geometricMean().trend(0, [up, up])).toBe("increasing");
    expect(geometricMean().trend(0, [up, both])).toBe("unknown");
    expect(geometricMean({ unsigned: [1] }).trend(0, [up, both])).toBe("increasing");
    expect(geometricMean({ unsigned: [1] }).trend(1, [up, both])).toBe("unknown");
    expect(geometricMean({ sign: "none" }).trend(0, [up, both])).toBe("increasing");
    expect(geometricMean().trend(0, [up, zero])).toBe("constant");
  });

  for (const law of lawsOf(geometricMean)) it(law.name, law.check);
  for (const law of lawsOf(geometricMean, { options: { sign: "all-non-negative", unsigned: [1] } })) {
    it(`${law.name}, all non-negative`, law.check);
  }
  for (const law of lawsOf(geometricMean, { options: { sign: "none" } })) it(`${law.name}, unsigned`, law.check);

  it("reads a list of any length, `of`", () => {
    expect(geometricMean().inputs).toEqual([{ name: "of", many: true }]);
  });

  it.each([
    [
      "one that is 0",
      {},
      [
        [0, 0],
        [-4, 9],
      ],
      [0, 0],
    ],
    [
      "one that is 0 at least",
      {},
      [
        [0, 4],
        [9, 9],
      ],
      [0, 6],
    ],
    [
      "one that can be 0 from below",
      {},
      [
        [-4, 0],
        [9, 9],
      ],
      [-6, 6],
    ],
    [
      "one below 0, which is not signed",
      { unsigned: [0] },
      [
        [-4, -4],
        [9, 9],
      ],
      [6, 6],
    ],
    [
      "an unbounded one beside 0",
      {},
      [
        [0, Number.POSITIVE_INFINITY],
        [0, 0],
      ],
      [0, 0],
    ],
  ])("has the range of %s", (_, options, inputs, [min, max]) => {
    const range = geometricMean(options).range(inputs.map(([least, most]) => ({ min: least!, max: most! })));
    expect(range.min).toBeCloseTo(min!, 12);
    expect(range.max).toBeCloseTo(max!, 12);
  });
});

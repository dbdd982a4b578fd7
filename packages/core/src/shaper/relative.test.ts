import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { relative } from "./relative.ts";
import { squash } from "./squash.ts";

const full = (...values: number[]) => fullSignal("rollout", values);

describe("relative", () => {
  it("is the mean sigmoid of the differences (035, by hand)", () => {
    const out = relative().apply([full(Math.log(3)), full(0), full(Math.log(3))], flatLayout([1]));
    expect(out.values[0]).toBeCloseTo((0.75 + 0.5) / 2, 15);
  });

  it("with one reference and log-sigmoid is log σ(r − r_ref) (163): slope 1 far below, 0 far above", () => {
    const out = relative({ curve: "log-sigmoid" }).apply([full(-100, 2, 100), full(0, 2, 0)], flatLayout([3]));
    expect([...out.values].slice(0, 2)).toEqual([-100, -Math.LN2]);
    expect((out.values[2] as number) / -Math.exp(-100)).toBeCloseTo(1, 14);
  });

  it("bends less steeply with slope, shifts (SgFc of 035) and stops at a floor", () => {
    const differences = [full(1), full(-1)] as const;
    expect(relative({ curve: "identity", slope: 3, shift: -3 }).apply(differences, flatLayout([1])).values[0]).toBe(3);
    expect(relative({ curve: "identity", floor: -2 }).apply([full(-9), full(0)], flatLayout([1])).values[0]).toBe(-2);
  });

  it("centred on 0 it is `squash` (twin)", () => {
    const values = full(-3, -0.5, 0, 1, 4);
    const zero = full(0, 0, 0, 0, 0);
    for (const curve of ["tanh", "atan", "poly5", "sigmoid"] as const) {
      const layout = flatLayout([5]);
      expect(relative({ curve }).apply([values, zero], layout)).toEqual(squash({ curve }).apply([values], layout));
    }
  });

  it("along the sigmoid is the mean of bounded σ in any block (twin)", () => {
    const columns = [1, 2, 3].map((k) => Array.from({ length: 2100 }, (_, i) => 5 * Math.sin(k * i)));
    const [of, ...references] = columns as [number[], number[], number[]];
    const piece = relative({ slope: 0.5, shift: 0.25, floor: 0.3 });
    const out = piece.apply(
      columns.map((column) => full(...column)),
      flatLayout([2100]),
    );
    of.forEach((own, i) => {
      const bent = references.map((other) => 1 / (1 + Math.exp(-(0.5 * (own - (other[i] as number)) + 0.25))));
      const mean = bent.reduce((sum, value) => sum + Math.max(value, 0.3), 0) / 2;
      expect(Math.abs((out.values[i] as number) - mean)).toBeLessThan(1e-15);
    });
  });

  it("is missing where a reference is, for its reason", () => {
    const reference = new SignalBuilder("rollout", 2);
    reference.set(0, 0);
    reference.abstain(1, "no reference");
    const out = relative().apply([full(0, 1), reference.build()], flatLayout([2]));
    expect([outcomeAt(out, 0), outcomeAt(out, 1)]).toEqual([{ kind: "scored", value: 0.5 }, abstained("no reference")]);
  });

  it("knows range and trend", () => {
    const piece = relative({ curve: "identity", floor: -1 });
    const range = piece.range([
      { min: 0, max: 2 },
      { min: 1, max: 1 },
      { min: -1, max: 5 },
    ]);
    expect(range).toEqual({ min: -1, max: 2 });
    expect(relative().range([UNBOUNDED, UNBOUNDED])).toEqual({ min: 0, max: 1 });
    expect([piece.trend(0, []), piece.trend(1, []), piece.trend(2, [])]).toEqual([
      "increasing",
      "decreasing",
      "decreasing",
    ]);
    expect(relative().options).toEqual({ curve: "sigmoid", slope: 1, shift: 0 });
  });

  it("refuses a slope that is not positive", () => {
    expect(() => relative({ slope: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`slope\` of \`shaper/relative@1\` to be valid, got 0: Too small: expected number to be >0.]`,
    );
  });

  for (const options of [{}, { curve: "log-sigmoid", floor: -1, slope: 2 }, { curve: "poly5", shift: -3 }]) {
    for (const law of lawsOf(relative, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { CURVE_NAMES, CURVES } from "./curves.ts";
import { squash } from "./squash.ts";

const bent = (options: Parameters<typeof squash>[0], values: readonly number[]): number[] => [
  ...squash(options).apply([fullSignal("rollout", values)], flatLayout([values.length])).values,
];

describe("squash", () => {
  it.each([
    ["identity", 2, 2],
    ["sigmoid", Math.log(3), 0.75],
    ["log-sigmoid", Math.log(3), Math.log(0.75)],
    ["log-sigmoid", -Math.log(3), Math.log(0.25)],
    ["softplus", Math.log(3), Math.log(4)],
    ["softplus", -Math.log(3), Math.log(4 / 3)],
    ["tanh", Math.log(2), 0.6],
    ["atan", 1, Math.PI / 4],
    ["softsign", 3, 0.75],
    ["softsign", -1, -0.5],
    ["sign", 0.1, 1],
    ["sign", -7, -1],
    ["sign", 0, 0],
    ["symlog", Math.E - 1, 1],
    ["symlog", 1 - Math.E, -1],
  ] as const)("%s of %d is %d (by hand)", (curve, value, expected) => {
    expect(bent({ curve }, [value])[0]).toBeCloseTo(expected, 14);
  });

  it("is tanh without options, and has slope and shift", () => {
    expect(squash().options).toEqual({ curve: "tanh", slope: 1, shift: 0 });
    expect(bent({ curve: "identity", slope: -2, shift: 3 }, [1, 5])).toEqual([1, -7]);
  });

  it("poly5 is the fit of the sigmoid: 0 and 1 outside of [−5, 5], within 0.022 inside (035)", () => {
    expect(bent({ curve: "poly5" }, [-5, -9, 0, 5, 9])).toEqual([0, 0, 0.5, 1, 1]);
    for (let x = -5; x <= 5; x += 0.01) {
      expect(Math.abs(CURVES.poly5(x) - CURVES.sigmoid(x))).toBeLessThan(0.022);
    }
  });

  it("poly5 leaves a residual at right angles to x, x³ and x⁵, as a least-squares fit does", () => {
    const cubes = Array.from({ length: 40_000 }, (_, i) => -5 + (i + 0.5) * 0.00025);
    for (const power of [1, 3, 5]) {
      const moment = cubes.reduce((sum, x) => {
        const fit = x * (0.22932775044619855 + x * x * (-0.010259585351333977 + x * x * 0.00020829798073051208));
        return sum + x ** power * (fit + 0.5 - CURVES.sigmoid(x)) * 0.00025;
      }, 0);
      expect(Math.abs(moment)).toBeLessThan(1e-3 * 5 ** (power - 1));
    }
  });

  it("keeps the tail where 1 − sigmoid has none left", () => {
    expect(bent({ curve: "log-sigmoid" }, [-800, 800])).toEqual([-800, 0]);
    expect(bent({ curve: "log-sigmoid" }, [40])[0]).toBeCloseTo(-Math.exp(-40), 30);
    expect(bent({ curve: "softplus" }, [800, -800])).toEqual([800, 0]);
    expect(bent({ curve: "softsign" }, [1e308, -1e308])).toEqual([1, -1]);
  });

  it.each([
    [2, { min: -1, max: 1 }, "increasing"],
    [0, { min: 0, max: 0 }, "constant"],
    [-2, { min: -1, max: 1 }, "decreasing"],
  ] as const)("knows range and trend with slope %d", (slope, range, trend) => {
    expect(squash({ slope }).range([UNBOUNDED])).toEqual(range);
    expect(squash({ slope }).trend(0, [UNBOUNDED])).toBe(trend);
  });

  it("maps the ends of a range the other way with a negative slope", () => {
    const range = squash({ curve: "identity", slope: -2, shift: 1 }).range([{ min: 0, max: 3 }]);
    expect(range).toEqual({ min: -5, max: 1 });
  });

  it("refuses a curve it does not know", () => {
    // @ts-expect-error: no curve
    expect(() => squash({ curve: "cubic" })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`curve\` of \`shaper/squash@1\` to be valid, got "cubic": Invalid option: expected one of "identity"|"sigmoid"|"log-sigmoid"|"softplus"|"tanh"|"atan"|"softsign"|"sign"|"symlog"|"poly5".]`,
    );
  });

  for (const curve of CURVE_NAMES) {
    for (const law of lawsOf(squash, { options: { curve, slope: -0.5, shift: 1 } }))
      it(`${law.name}, ${curve}`, law.check);
  }
});

import { describe, expect, it } from "vitest";
import { flatLayout } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { anneal } from "./anneal.ts";
import { valueAt } from "./courses.test-support.ts";
import { piecewise } from "./piecewise.ts";

const layout = flatLayout([1]);
const over = (piece: ReturnType<typeof piecewise>, steps: readonly number[]): number[] =>
  steps.map((step) => valueAt(piece, step, layout));

describe("piecewise", () => {
  it("divides the range by 3 before step 30 (086 §Mechanism, two-stage scale)", () => {
    const piece = piecewise({ segments: [{ until: 30, to: 1 / 3 }, { to: 1 }] });
    expect(over(piece, [0, 29, 30, 1e9])).toEqual([1 / 3, 1 / 3, 1, 1]);
  });

  it("counts phases by their lengths (103 §Mechanism: 95 steps, then 40)", () => {
    const piece = piecewise({ segments: [{ steps: 95, to: 0 }, { steps: 40, to: 1 }, { to: 2 }] });
    expect(over(piece, [0, 94, 95, 134, 135])).toEqual([0, 0, 1, 1, 2]);
  });

  it("falls in two phases, each with its exponential (121 §Mechanism)", () => {
    const piece = piecewise({
      from: 1,
      segments: [
        { steps: 75, to: 0.8, shape: "exponential", sharpness: 2 },
        { steps: 75, from: 0.8, to: 0, shape: "exponential", sharpness: 3 },
      ],
    });
    for (const k of [0, 20, 74])
      expect(valueAt(piece, k, layout)).toBeCloseTo(1 - 0.2 * (1 - Math.exp((-2 * k) / 75)), 12);
    for (const k of [75, 100, 150])
      expect(valueAt(piece, k, layout)).toBeCloseTo(0.8 * Math.exp((-3 * (k - 75)) / 75), 12);
  });

  it("warms up and then falls by half a cosine, three times (183 §Mechanism)", () => {
    const piece = piecewise({
      segments: [
        { steps: 30, to: 0.6, shape: "linear" },
        { steps: 150, to: 0, shape: "cosine", cycles: 3 },
      ],
    });
    for (const [step, value] of [
      [0, 0],
      [15, 0.3],
      [30, 0.6],
      [55, 0.3],
      [80, 0.6],
      [130, 0.6],
      [155, 0.3],
      [180, 0],
      [999, 0],
    ] as const) {
      expect(valueAt(piece, step, layout), `at ${step}`).toBeCloseTo(value, 12);
    }
  });

  it("joins points by straight lines, from the value before", () => {
    const piece = piecewise({
      from: 1,
      segments: [
        { until: 10, to: 3, shape: "linear" },
        { until: 20, to: -1, shape: "linear" },
      ],
    });
    expect(over(piece, [0, 5, 10, 15, 20, 21])).toEqual([1, 2, 3, 1, -1, -1]);
    expect(piece.range([])).toEqual({ min: -1, max: 3 });
  });

  it("has a range without what it never is", () => {
    expect(piecewise({ from: -7, segments: [{ until: 5, to: 2 }, { to: 4 }] }).range([])).toEqual({ min: 2, max: 4 });
    expect(piecewise({ segments: [{ to: 4 }] }).trend(0, [])).toBe("constant");
  });

  it("is an `anneal` when there is one segment", () => {
    const shape = "cosine" as const;
    const [one, other] = [
      piecewise({ from: 2, segments: [{ steps: 7, to: 5, shape }] }),
      anneal({ from: 2, to: 5, steps: 7, shape }),
    ];
    for (let step = 0; step < 12; step++) expect(valueAt(one, step, layout)).toBe(valueAt(other, step, layout));
  });

  it("refuses segments without an end, with two, or with one before their start", () => {
    expect(() => piecewise({ segments: [] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`segments\` of \`schedule/piecewise@1\` to be valid, got []: Too small: expected array to have >=1 items.]`,
    );
    expect(() => piecewise({ segments: [{ to: 1, steps: 3, until: 3 }] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`segments.0\` of \`schedule/piecewise@1\` to be valid, got {"to":1,"steps":3,"until":3}: has both \`steps\` and \`until\`.]`,
    );
    expect(() => piecewise({ segments: [{ to: 1 }, { to: 2 }] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`segments.0\` of \`schedule/piecewise@1\` to be valid, got {"to":1}: has no \`steps\` and no \`until\`.]`,
    );
    expect(() => piecewise({ segments: [{ to: 1, shape: "linear" }] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`segments.0\` of \`schedule/piecewise@1\` to be valid, got {"to":1,"shape":"linear"}: has no \`steps\` and no \`until\`.]`,
    );
    const late = [
      { to: 1, steps: 5 },
      { to: 2, until: 5 },
    ];
    expect(() => piecewise({ segments: late })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`segments.1\` of \`schedule/piecewise@1\` to be valid, got {"to":2,"until":5}: ends before step 5, where it has not begun.]`,
    );
    const fromNought = [{ to: 1, steps: 5, shape: "geometric" }] as const;
    expect(() => piecewise({ segments: fromNought })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`segments.0\` of \`schedule/piecewise@1\` to be valid, got {"to":1,"steps":5,"shape":"geometric"}: \`geometric\` needs two values of one sign, neither 0.]`,
    );
  });

  const segments = [{ until: 100, to: 1 }, { steps: 100, to: -2, shape: "linear" }, { to: 3 }] as const;
  for (const law of lawsOf(piecewise, { options: { segments } })) it(law.name, law.check);
});

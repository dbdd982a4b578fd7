import { describe, expect, it } from "vitest";
import { flatLayout } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { anneal } from "./anneal.ts";
import { valueAt } from "./courses.test-support.ts";

const layout = flatLayout([2]);

describe("anneal", () => {
  it("moves weight from structure to content by half a cosine (136 §Experiment, check 4)", () => {
    const piece = anneal({ from: 0.9, to: 0.1, steps: 200, shape: "cosine" });
    expect([0, 100, 200, 1000].map((step) => valueAt(piece, step, layout))).toEqual([0.9, 0.5, 0.1, 0.1]);
    expect(valueAt(piece, 50, layout)).toBeCloseTo(0.1 + 0.8 * 0.5 * (1 + Math.cos(Math.PI / 4)), 12);
  });

  it("lowers the format's range as the smooth scale does (086 §Mechanism)", () => {
    const top = anneal({ from: 2, to: 1, steps: 150 });
    for (const t of [0, 30, 149, 150, 400]) expect(valueAt(top, t, layout)).toBeCloseTo(Math.max(1, 2 - t / 150), 12);
  });

  it("falls to 1 as 1 + exp(−γ·k / k_mid) (121 §Mechanism)", () => {
    const beta = anneal({ from: 2, to: 1, steps: 75, shape: "exponential", sharpness: 2 });
    for (const k of [0, 10, 75, 300]) expect(valueAt(beta, k, layout)).toBeCloseTo(1 + Math.exp((-2 * k) / 75), 12);
  });

  it("holds the first value until it starts", () => {
    const piece = anneal({ from: 1, to: 2, steps: 10, start: 5 });
    expect([0, 5, 10, 15, 16].map((step) => valueAt(piece, step, layout))).toEqual([1, 1, 1.5, 2, 2]);
  });

  it("warms up from 0 to 1 in 100 steps by default", () => {
    expect(anneal().options).toEqual({
      from: 0,
      to: 1,
      steps: 100,
      start: 0,
      shape: "linear",
      sharpness: 5,
      cycles: 1,
    });
    expect(valueAt(anneal(), 25, layout)).toBe(0.25);
    expect([...anneal({ from: 0.25 }).apply([], layout).values]).toEqual([0.25]);
  });

  it("is one number for any batch, even an empty one, in its range", () => {
    const out = anneal({ from: 4, to: -1 }).apply([], flatLayout([]), { step: 50 });
    expect([out.level, [...out.values], [...out.present]]).toEqual(["batch", [1.5], [1]]);
    expect(anneal({ from: 4, to: -1 }).range([])).toEqual({ min: -1, max: 4 });
    expect(anneal().trend(0, [])).toBe("constant");
  });

  it("refuses a geometric way through 0", () => {
    expect(() => anneal({ shape: "geometric" })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`shape\` of \`schedule/anneal@1\` to be valid, got "geometric": \`geometric\` needs \`from\` and \`to\` of one sign, neither 0.]`,
    );
    expect(() => anneal({ steps: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`steps\` of \`schedule/anneal@1\` to be valid, got 0: Too small: expected number to be >0.]`,
    );
  });

  for (const shape of ["linear", "cosine", "exponential", "geometric", "sigmoid"] as const) {
    for (const law of lawsOf(anneal, { options: { from: 0.5, to: 2, shape, cycles: 2 } })) {
      it(`${law.name}, ${shape}`, law.check);
    }
  }
});

import { describe, expect, it } from "vitest";
import { failed, flatLayout, fullSignal, outcomeAt, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { noisyLogic } from "./noisy-logic.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));

const at = (options: object, ...row: number[]): number =>
  noisyLogic(options).apply(of(...row.map((value) => [value])), flatLayout([1])).values[0] as number;

describe("noisyLogic", () => {
  it("is Σ log σ(r − r_ref) of scores (163 §Mechanism)", () => {
    expect(at({ from: "score" }, 0, 0)).toBeCloseTo(2 * Math.log(0.5), 14);
    expect(at({ from: "score" }, -50)).toBeCloseTo(-50, 10);
    expect(at({ from: "score" }, 800)).toBeCloseTo(0, 10);
    expect(at({ from: "score", to: "probability" }, 1, -1)).toBeCloseTo(1 / ((1 + Math.E) * (1 + 1 / Math.E)), 14);
  });

  it.each([
    ["and", 0.12],
    ["or", 1 - 0.7 * 0.6],
    ["not", 0.7 * 0.6],
  ] as const)("gives the probability of %s (by hand)", (op, expected) => {
    expect(at({ op, from: "probability", to: "probability" }, 0.3, 0.4)).toBeCloseTo(expected, 14);
    expect(at({ op }, Math.log(0.3), Math.log(0.4))).toBeCloseTo(Math.log(expected), 14);
  });

  it("is de Morgan's: not all of the negations is any (twin)", () => {
    const rest = (p: number): number => at({ op: "not", from: "probability", to: "probability" }, p);
    const none = at({ op: "and", from: "probability", to: "probability" }, rest(0.2), rest(0.9));
    expect(rest(none)).toBeCloseTo(at({ op: "or", from: "probability", to: "probability" }, 0.2, 0.9), 14);
  });

  it("keeps the digits of what is nearly sure and of what is nearly impossible", () => {
    expect(at({ op: "not" }, -1e-20)).toBeCloseTo(Math.log(1e-20), 10);
    expect(at({ op: "not" }, -60)).toBeCloseTo(-Math.exp(-60), 40);
  });

  it("clips what is no probability, and fails where a logarithm is −∞", () => {
    expect(at({ from: "probability", to: "probability" }, 1.5, 0.5)).toBe(0.5);
    expect(at({ from: "probability", to: "probability" }, -1, 0.5)).toBe(0);
    expect(at({}, 3)).toBe(0);
    const out = noisyLogic({ from: "probability" }).apply(of([0]), flatLayout([1]));
    expect(outcomeAt(out, 0)).toEqual(failed("engine", "Expected a finite value, got -Infinity."));
  });

  it("rises with its inputs, but for `not`", () => {
    const half = { min: 0, max: 0.5 };
    const to = "probability";
    expect(noisyLogic({ from: to, to }).range([half, half])).toEqual({ min: 0, max: 0.25 });
    expect(noisyLogic({ op: "or", from: to, to }).range([half, half])).toEqual({ min: 0, max: 0.75 });
    expect(noisyLogic({ op: "not", from: to, to }).range([half, half])).toEqual({ min: 0.25, max: 1 });
    expect((["and", "or", "not"] as const).map((op) => noisyLogic({ op }).trend(0, [half]))).toEqual([
      "increasing",
      "increasing",
      "decreasing",
    ]);
  });

  for (const op of ["and", "or", "not"] as const) {
    for (const from of ["log-probability", "probability", "score"] as const) {
      const options = { op, from, to: from === "score" ? "log-probability" : "probability" } as const;
      for (const law of lawsOf(noisyLogic, { options, samples: 30 })) it(`${law.name}, ${op} of ${from}`, law.check);
    }
  }

  it("reads a list of any length, `of`", () => {
    expect(noisyLogic().inputs).toEqual([{ name: "of", many: true }]);
  });

  it("reads a score of −1, 0 and 1 as log σ of it", () => {
    for (const score of [-1, 0, 1])
      expect(at({ from: "score" }, score)).toBeCloseTo(-Math.log(1 + Math.exp(-score)), 14);
  });

  it("does not overflow for a score far from 0 on either side", () => {
    expect(at({ from: "score" }, -800)).toBe(-800);
    expect(at({ from: "score", to: "probability" }, 800)).toBe(1);
  });
});

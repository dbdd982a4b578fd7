import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { repetitionFactor } from "./repetition-factor.ts";

const rollouts = (...values: readonly number[]) => fullSignal("rollout", values);
const factor = (share: number, run: number, options = {}) =>
  repetitionFactor(options).apply([rollouts(share), rollouts(run)], flatLayout([1])).values[0] as number;

describe("repetitionFactor", () => {
  it.each([
    [0.35, 3, 1],
    [0.45, 3, 0.7],
    [0.35, 7, 0.8],
    [0.45, 7, 0.7 * 0.8],
    [0.7, 0, 0],
    [0, 23, 0],
    [0, 24, 0],
    [0.9, 99, 0],
  ])("is a · b for a share of %d and a run of %d (033 §Mechanism)", (share, run, expected) => {
    expect(factor(share, run)).toBeCloseTo(expected, 14);
  });

  it("never turns positive where both factors would be negative", () => {
    expect(factor(0.9, 99)).toBe(0);
  });

  it("has the paper's numbers unless told otherwise", () => {
    expect(repetitionFactor().options).toEqual({ threshold: 0.35, slope: 3, runFree: 3, runSlope: 0.05 });
    expect(repetitionFactor().inputs).toEqual([{ name: "share" }, { name: "run", default: 0 }]);
  });

  it.each([
    ["a slope of 0", 1e308, 0, { slope: 0 }, 1],
    ["a huge share", 1e308, 0, {}, 0],
    ["a share of -0", -0, -0, {}, 1],
  ])("takes %s", (_, share, run, options, expected) => {
    expect(factor(share, run, options)).toBe(expected);
  });

  it("is missing where an input is", () => {
    const share = new SignalBuilder("rollout", 1);
    share.abstain(0, "no text");
    const out = repetitionFactor().apply([share.build(), rollouts(0)], flatLayout([1]));
    expect(outcomeAt(out, 0)).toEqual(abstained("no text"));
  });

  const at = (value: number) => ({ min: value, max: value });
  it.each([
    [{}, { min: 0, max: 1 }, at(0), { min: 0, max: 1 }, ["decreasing", "constant"]],
    [{}, { min: 0, max: 0.3 }, { min: 0, max: 3 }, { min: 1, max: 1 }, ["constant", "constant"]],
    [{}, at(0.8), { min: 0, max: 9 }, { min: 0, max: 0 }, ["constant", "constant"]],
    [{ slope: 2 }, { min: 0.6, max: 0.85 }, { min: 3, max: 13 }, { min: 0, max: 0.5 }, ["decreasing", "decreasing"]],
    [{ slope: 0 }, { min: 0, max: 1 }, at(0), { min: 1, max: 1 }, ["constant", "constant"]],
    [{}, at(0), { min: 0, max: Number.POSITIVE_INFINITY }, { min: 0, max: 1 }, ["constant", "decreasing"]],
  ] as const)("knows range and trends with %j for %j, %j", (options, share, run, range, trends) => {
    const piece = repetitionFactor(options);
    expect(piece.range([share, run])).toEqual(range);
    expect([piece.trend(0, [share, run]), piece.trend(1, [share, run])]).toEqual(trends);
  });

  const inputRanges = [
    { min: 0, max: 1 },
    { min: 0, max: 30 },
  ];
  for (const law of lawsOf(repetitionFactor, { inputRanges })) it(law.name, law.check);
});

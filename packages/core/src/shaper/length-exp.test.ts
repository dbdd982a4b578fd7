import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { lengthExp } from "./length-exp.ts";

const rollouts = (values: readonly number[]) => fullSignal("rollout", values);
const gain = (of: readonly number[], correct: readonly number[], options = {}) =>
  lengthExp(options).apply([rollouts(of), rollouts(correct)], flatLayout([of.length])).values;

describe("lengthExp", () => {
  it("measures correct and wrong members apart, with sample deviations (105 §Mechanism, stage 3)", () => {
    const values = gain([100, 300, 50, 70], [1, 1, 0, 0], { alpha: 0.05, beta: 0.1 });
    const z = Math.SQRT1_2;
    const expected = [Math.exp(0.05 * z) - 1, Math.exp(-0.05 * z) - 1, 1 - Math.exp(0.1 * z), 1 - Math.exp(-0.1 * z)];
    expected.forEach((value, i) => {
      expect(values[i]).toBeCloseTo(value, 14);
    });
  });

  it("has the paper's numbers unless told otherwise", () => {
    expect(lengthExp().options).toEqual({ alpha: 0.05, beta: 0.05, floor: 1e-6, limit: 10 });
  });

  it("clips the distance from the mean", () => {
    expect(gain([0, 0, 9], [1, 1, 1], { alpha: 1, limit: 0.5 })[2]).toBeCloseTo(Math.exp(-0.5) - 1, 15);
    expect(gain([0, 9, 9], [0, 0, 0], { beta: 1, limit: 0.5 })[0]).toBeCloseTo(1 - Math.exp(0.5), 15);
  });

  it("divides by the floor where the deviation is less", () => {
    expect(gain([0, 2], [1, 1], { alpha: 0.5, floor: 4 })[1]).toBeCloseTo(Math.exp(-0.5 / 4) - 1, 15);
  });

  it.each([
    ["one member of each class", [100, 5], [1, 0], [0, 0]],
    ["all equal", [0.1, 0.1, 0.1], [1, 1, 1], [0, 0, 0]],
    ["no response", [], [], []],
    ["signed zeros", [0, -0], [0, 0], [0, 0]],
  ])("is 0 for %s", (_, of, correct, expected) => {
    expect([...gain(of, correct)]).toEqual(expected);
  });

  it("leaves members out of mean and deviation that miss an input", () => {
    const of = new SignalBuilder("rollout", 3);
    of.set(0, 5);
    of.set(1, 5);
    of.abstain(2, "no tokens");
    const out = lengthExp().apply([of.build(), rollouts([1, 1, 1])], flatLayout([3]));
    expect([...out.values]).toEqual([0, 0, 0]);
    expect(outcomeAt(out, 2)).toEqual(abstained("no tokens"));
  });

  it("fails where the deviation overflows", () => {
    const out = lengthExp().apply([rollouts([0, 1e200]), rollouts([1, 1])], flatLayout([2]));
    expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  const lengths = { min: 0, max: 9 };
  it.each([
    [{}, lengths, { min: 1, max: 1 }, Math.expm1(-0.5), Math.expm1(0.5), ["decreasing", "constant"]],
    [{}, lengths, { min: -1, max: 0 }, -Math.expm1(0.5), -Math.expm1(-0.5), ["increasing", "constant"]],
    [{ beta: 0.01 }, lengths, { min: 0, max: 1 }, Math.expm1(-0.5), Math.expm1(0.5), ["unknown", "unknown"]],
    [{ alpha: 0.01 }, lengths, { min: 0, max: 1 }, -Math.expm1(0.5), -Math.expm1(-0.5), ["unknown", "unknown"]],
    [{}, { min: 2, max: 2 }, { min: 0, max: 1 }, 0, 0, ["constant", "constant"]],
    [{ alpha: 0 }, lengths, { min: 1, max: 1 }, 0, 0, ["constant", "constant"]],
    [{ beta: 0 }, lengths, { min: 0, max: 0 }, 0, 0, ["constant", "constant"]],
  ] as const)("knows range and trends with %j for %j, %j", (options, of, correct, min, max, trends) => {
    const piece = lengthExp(options);
    const range = piece.range([of, correct]);
    expect(range.min).toBeCloseTo(min, 15);
    expect(range.max).toBeCloseTo(max, 15);
    expect([piece.trend(0, [of, correct]), piece.trend(1, [of, correct])]).toEqual(trends);
  });

  it.each([[{ alpha: -1 }], [{ beta: -1 }], [{ floor: 0 }], [{ limit: 0 }]])("refuses %j", (options) => {
    expect(() => lengthExp(options)).toThrow(
      /^Expected `(alpha|beta|floor|limit)` of `shaper\/length-exp@1` to be valid/,
    );
  });

  for (const law of lawsOf(lengthExp)) it(law.name, law.check);
  for (const law of lawsOf(lengthExp, { options: { alpha: 1, beta: 2, floor: 3, limit: 0.5 } }))
    it(`${law.name}, with a floor that matters`, law.check);
});

import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { tiers } from "./tiers.ts";

describe("tiers", () => {
  it("climbs format, then tests, then style (by hand)", () => {
    const of = [
      fullSignal("rollout", [0.5, 1, 1, 1, 2]),
      fullSignal("rollout", [1, 0.25, 1, 1, 1]),
      fullSignal("rollout", [1, 1, -4, 0.75, 5]),
    ];
    expect([...tiers().apply(of, flatLayout([5])).values]).toEqual([0.5, 1.25, 2, 2.75, 3]);
  });

  it("puts the ladder into [0, 1] with `normalise`, and divides a step by its threshold", () => {
    const of = [fullSignal("rollout", [2, 1]), fullSignal("rollout", [2, 9])];
    const piece = tiers({ thresholds: [2, 4], normalise: true });
    expect([...piece.apply(of, flatLayout([2])).values]).toEqual([0.75, 0.25]);
  });

  it("needs a term only once its tier is reached", () => {
    const [format, tests] = [fullSignal("rollout", [0, 1]), new SignalBuilder("rollout", 2)];
    tests.abstain(0, "not run");
    tests.abstain(1, "not run");
    const out = tiers().apply([format, tests.build()], flatLayout([2]));
    expect([outcomeAt(out, 0), outcomeAt(out, 1)]).toEqual([{ kind: "scored", value: 0 }, abstained("not run")]);
  });

  it("never pays for a lower tier what a higher one is worth", () => {
    const of = [fullSignal("rollout", [1, 0.999]), fullSignal("rollout", [0, 1e9])];
    const [passed, failed] = tiers().apply(of, flatLayout([2])).values;
    expect(passed).toBeGreaterThan(failed as number);
  });

  it("knows its range, and that a tier out of reach moves nothing", () => {
    const inputs = [
      { min: 0, max: 0.5 },
      { min: 0, max: 1 },
    ];
    expect(tiers().range(inputs)).toEqual({ min: 0, max: 0.5 });
    expect([tiers().trend(0, inputs), tiers().trend(1, inputs)]).toEqual(["increasing", "constant"]);
  });

  it("refuses a list of thresholds of another length", () => {
    expect(() => tiers({ thresholds: [1, 1] }).range([{ min: 0, max: 1 }])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`thresholds\` to have one number for each of the 1 tiers, got 2.]`,
    );
  });

  it.each([
    [
      "127 §Mechanism: tests, synthesis, gain",
      { thresholds: [1, 1, 0.6], values: [1, 0.4, 0.6] },
      [0, 0.2, 1, 1.41, 2],
    ],
    [
      "046 §Mechanism: malformed, type, arguments",
      { floor: -1, partial: false, thresholds: [1, 1, 0.6] },
      [-1, -1, 0, 1, 2],
    ],
    ["130 §Mechanism: heights 1, 2, 4", { base: 2, partial: false, thresholds: [1, 1, 0.6] }, [0, 0, 1, 2, 4]],
    ["a base with parts of a tier", { base: 3 }, [0, 0.2, 1, 3.06, 9 - 6 * 0.4]],
    ["the share of the ladder", { base: 2, normalise: true, floor: -5 }, [0, 0.05, 0.25, 0.505, 0.8]],
  ])("climbs a ladder of %s", (_, options, expected) => {
    const of = [
      fullSignal("rollout", [0, 0.2, 1, 1, 1]),
      fullSignal("rollout", [9, 9, 0, 1, 1]),
      fullSignal("rollout", [9, 9, 9, 0.01, 0.6]),
    ];
    const out = tiers(options).apply(of, flatLayout([5])).values;
    expected.forEach((value, i) => {
      expect(out[i]).toBeCloseTo(value, 12);
    });
  });

  it("gives a deciding tier more than one height only where it can be reached and satisfied", () => {
    const part = { min: 0, max: 0.5 };
    const whole = { min: 0, max: 1 };
    expect(tiers().trend(0, [part, whole])).toBe("increasing");
    expect(tiers({ partial: false }).trend(0, [part, whole])).toBe("constant");
    expect(tiers({ partial: false }).trend(1, [whole, whole])).toBe("increasing");
    expect(tiers().trend(0, [{ min: 1, max: 2 }, whole])).toBe("constant");
    expect(tiers().trend(0, [{ min: -1, max: 0 }, whole])).toBe("constant");
    expect(tiers({ values: [2, 3], floor: -1 }).range([whole, whole])).toEqual({ min: -1, max: 4 });
    expect(tiers({ values: [2, 3], partial: false }).range([whole, part])).toEqual({ min: 0, max: 2 });
  });

  it("refuses a ladder worth nothing, and values of another length", () => {
    expect(() => tiers({ values: [0, 0] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`values\` of \`combinator/tiers@1\` to be valid, got [0,0]: one tier at least must be worth more than 0.]`,
    );
    expect(() => tiers({ values: [1, 2] }).range([{ min: 0, max: 1 }])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`values\` to have one number for each of the 1 tiers, got 2.]`,
    );
  });

  for (const law of lawsOf(tiers)) it(law.name, law.check);
  for (const law of lawsOf(tiers, { options: { thresholds: [0.5, 1, 2], normalise: true } })) {
    it(`${law.name}, normalised`, law.check);
  }
  for (const law of lawsOf(tiers, { options: { values: [1, 0, 3], floor: -1, partial: false } })) {
    it(`${law.name}, in whole steps`, law.check);
  }
  for (const law of lawsOf(tiers, { options: { base: 3, normalise: true } })) it(`${law.name}, to a base`, law.check);

  it("reads a list of any length, `of`", () => {
    expect(tiers().inputs).toEqual([{ name: "of", many: true }]);
  });

  it.each([
    ["its threshold at least", { min: 1, max: 2 }, "constant"],
    ["its threshold at most", { min: 0, max: 1 }, "increasing"],
    ["0 at most", { min: -1, max: 0 }, "constant"],
  ])("moves with a tier that is %s", (_, range, expected) => {
    expect(tiers().trend(0, [range])).toBe(expected);
    expect(tiers({ partial: false }).trend(0, [range])).toBe(expected);
  });

  it("reaches a tier behind one that can just be satisfied", () => {
    const unit = { min: 0, max: 1 };
    expect(tiers().trend(1, [unit, unit])).toBe("increasing");
    expect(tiers().trend(1, [{ min: 0, max: 0.9 }, unit])).toBe("constant");
    expect(tiers({ partial: false }).range([{ min: 1, max: 1 }, unit])).toEqual({ min: 1, max: 2 });
  });

  it("refuses values of another length", () => {
    expect(() => tiers({ values: [1] }).range([])).toThrow("to have one number for each of the 0 tiers, got 1.");
  });
});

import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type LengthTargetOptions, lengthTarget } from "./length-target.ts";

const rollouts = (...values: readonly number[]) => fullSignal("rollout", values);
const near = (of: number, target: number, options: Partial<LengthTargetOptions> = {}) =>
  lengthTarget(options).apply([rollouts(of), rollouts(target)], flatLayout([1])).values[0] as number;

describe("lengthTarget", () => {
  it.each([
    [100, 1],
    [120, 1],
    [80, 1],
    [150, Math.exp(-0.9)],
    [50, Math.exp(-0.9)],
    [0, 0],
    [-3, 0],
  ])("is close within a fifth of the target and falls exponentially beyond, at %d (173 §Mechanism)", (of, expected) => {
    expect(near(of, 100)).toBeCloseTo(expected, 14);
  });

  it("has the paper's numbers unless told otherwise", () => {
    expect(lengthTarget().options).toEqual({ tolerance: 0.2, curve: "exponential", decay: 3, side: "both" });
  });

  it.each([
    ["over", 150, Math.exp(-0.9)],
    ["over", 10, 1],
    ["over", 0, 0],
    ["under", 150, 1],
    ["under", 50, Math.exp(-0.9)],
  ] as const)("counts deviations %s the target alone, at %d", (side, of, expected) => {
    expect(near(of, 100, { side })).toBeCloseTo(expected, 14);
  });

  it("is the clipped ramp of the length band with a line and decay 1 / τ (054 §Mechanism)", () => {
    for (const length of [0, 40, 50, 60, 75, 100, 125, 137, 150, 151, 400]) {
      const deviation = Math.abs(length - 100) / 100;
      const penalty = -0.5 * Math.min(1, Math.max(0, (deviation - 0.25) / 0.25));
      const closeness = near(length, 100, { curve: "linear", tolerance: 0.25, decay: 4 });
      expect(0.5 * (closeness - 1)).toBeCloseTo(penalty, 14);
    }
  });

  it("abstains where the target is 0 or less, and is missing where an input is (173 §Pitfalls)", () => {
    const target = new SignalBuilder("rollout", 4);
    target.set(0, 0);
    target.set(1, -1);
    target.abstain(2, "no length asked for");
    target.set(3, 1);
    const of = new SignalBuilder("rollout", 4);
    for (let i = 0; i < 3; i++) of.set(i, 1);
    of.abstain(3, "no text");
    const out = lengthTarget().apply([of.build(), target.build()], flatLayout([4]));
    expect([0, 1, 2, 3].map((i) => outcomeAt(out, i))).toEqual([
      abstained("no target length"),
      abstained("no target length"),
      abstained("no length asked for"),
      abstained("no text"),
    ]);
  });

  it("takes lengths and targets that are far apart", () => {
    expect([near(1e308, 1e-308), near(1e308, 1e308)]).toEqual([0, 1]);
    expect(near(5e-324, 1e308)).toBeCloseTo(Math.exp(-2.4), 14);
  });

  const span = (min: number, max: number) => ({ min, max });
  it.each([
    [{}, span(80, 120), span(100, 100), 1, 1, ["constant", "constant"]],
    [{}, span(50, 150), span(100, 100), Math.exp(-0.9), 1, ["unknown", "unknown"]],
    [{}, span(150, 200), span(100, 100), Math.exp(-2.4), Math.exp(-0.9), ["decreasing", "increasing"]],
    [{}, span(0, 50), span(100, 100), 0, Math.exp(-0.9), ["increasing", "decreasing"]],
    [{}, span(20, 50), span(50, 100), Math.exp(-1.8), 1, ["increasing", "decreasing"]],
    [{}, span(-5, 0), span(100, 100), 0, 0, ["constant", "constant"]],
    [{}, span(1, 9), span(-5, 0), 0, 0, ["constant", "constant"]],
    [{}, span(1, 9), span(0, 4), 0, 1, ["unknown", "unknown"]],
    [{ side: "over" }, span(1, 150), span(100, 100), Math.exp(-0.9), 1, ["decreasing", "increasing"]],
    [{ side: "over" }, span(0, 150), span(100, 100), 0, 1, ["unknown", "increasing"]],
    [{ side: "under" }, span(50, 150), span(100, 100), Math.exp(-0.9), 1, ["increasing", "decreasing"]],
    [{ curve: "linear" }, span(1, 1000), span(100, 100), 0, 1, ["unknown", "unknown"]],
  ] as const)("knows range and trends with %j for %j, %j", (options, of, target, min, max, trends) => {
    const piece = lengthTarget(options);
    const range = piece.range([of, target]);
    expect(range.min).toBeCloseTo(min, 14);
    expect(range.max).toBeCloseTo(max, 14);
    expect([piece.trend(0, [of, target]), piece.trend(1, [of, target])]).toEqual(trends);
  });

  const inputRanges = [span(-1, 9), span(1, 5)];
  const skip = [{ law: "stays finite for extreme values", reason: "a target of 0 or less is none: it abstains" }];
  for (const curve of ["exponential", "linear"]) {
    for (const side of ["both", "over", "under"]) {
      for (const law of lawsOf(lengthTarget, { options: { curve, side }, inputRanges, skip }))
        it(`${law.name}, ${curve} ${side}`, law.check);
    }
  }
});

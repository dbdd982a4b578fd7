import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { rankSelect } from "./rank-select.ts";
import { type TrajectoryWeightOptions, trajectoryWeight } from "./trajectory-weight.ts";

const rollouts = (values: readonly number[]) => fullSignal("rollout", values);
const weights = (
  options: Partial<TrajectoryWeightOptions>,
  of: readonly number[],
  temperature: number,
  more: readonly (readonly number[])[] = [],
  sizes = [of.length],
) => {
  const inputs = [rollouts(of), rollouts(of.map(() => temperature)), ...more.map(rollouts)];
  return [...trajectoryWeight(options).apply(inputs, flatLayout(sizes)).values];
};

describe("trajectoryWeight", () => {
  it("is the softmax of min–max returns (223 §Mechanism, RW)", () => {
    const [low, mid, high] = [Math.exp(0), Math.exp(0.5 / 0.1), Math.exp(1 / 0.1)];
    const out = weights({}, [10, 20, 30], 0.1, [], [1, 2]);
    [low, mid, high].forEach((share, i) => {
      expect(out[i]).toBeCloseTo(share / (low + mid + high), 14);
    });
  });

  it("subtracts a value of the start state first, and weighs by transition (223 §Mechanism, AW)", () => {
    const out = weights({ baseline: "term", perTransition: true }, [5, 9], 1, [
      [5, 8],
      [30, 10],
    ]);
    expect(out[1]).toBeCloseTo((10 * Math.E) / (30 + 10 * Math.E), 14);
    expect((out[0] as number) + (out[1] as number)).toBeCloseTo(1, 15);
  });

  it.each([
    ["group", "batch", [4, 5, 100, 101], [2, 2], [0, 0.5, 0, 0.5]],
    ["none", "batch", [4, 5, 100, 101], [2, 2], [0, 0, 0, 1]],
    ["none", "group", [4, 5, 100, 101], [2, 2], [0, 1, 0, 1]],
    ["batch", "batch", [4, 5, 100, 101], [2, 2], [0, 0, 0, 1]],
  ] as const)("takes a baseline of the %s over the %s", (baseline, over, of, sizes, expected) => {
    expect(weights({ baseline, over }, of, 0, [], [...sizes])).toEqual(expected);
  });

  it("goes to the best of the group as it cools down (125: best-of-n)", () => {
    const of = [3, 9, 9, 1];
    const best = [...rankSelect().apply([rollouts(of)], flatLayout([4])).values];
    for (const temperature of [1e-3, 5e-324, 0, -1]) expect(weights({}, of, temperature)).toEqual(best);
  });

  it.each([
    ["all equal", {}, [0.1, 0.1, 0.1, 0.1], [], [0.25, 0.25, 0.25, 0.25]],
    ["all equal, by transition", { perTransition: true }, [2, 2], [[3, 1]], [0.75, 0.25]],
    ["all equal beside the mean of the group", { baseline: "group" }, [0.1, 0.1], [], [0.5, 0.5]],
    ["no transition", { perTransition: true }, [2, 3], [[0, -1]], [0.5, 0.5]],
    ["one trajectory", {}, [7], [], [1]],
    ["none", {}, [], [], []],
    ["signed zeros", {}, [0, -0], [], [0.5, 0.5]],
  ] as const)("takes %s", (_, options, of, more, expected) => {
    expect(weights(options, of, 0.1, more)).toEqual(expected);
  });

  it("fails where returns overflow", () => {
    const out = trajectoryWeight().apply([rollouts([-1e308, 1e308]), rollouts([1, 1])], flatLayout([2]));
    expect(outcomeAt(out, 1)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  it("gives present members all the weight", () => {
    const of = new SignalBuilder("rollout", 3);
    of.set(0, 1);
    of.abstain(1, "unfinished");
    of.set(2, 1);
    const out = trajectoryWeight({ baseline: "batch" }).apply([of.build(), rollouts([1, 1, 1])], flatLayout([3]));
    expect([...out.values]).toEqual([0.5, 0, 0.5]);
    expect(outcomeAt(out, 1)).toEqual(abstained("unfinished"));
  });

  it("names its inputs, its scope and its trends", () => {
    const piece = trajectoryWeight({ baseline: "term", perTransition: true });
    expect(piece.inputs).toEqual([
      { name: "of" },
      { name: "temperature", default: 0.1 },
      { name: "baseline" },
      { name: "size" },
    ]);
    expect([0, 1, 2, 3].map((k) => piece.trend(k, []))).toEqual(["increasing", "unknown", "decreasing", "increasing"]);
    expect(trajectoryWeight({ perTransition: true }).trend(2, [])).toBe("increasing");
    expect(trajectoryWeight().options).toEqual({ baseline: "none", over: "batch", perTransition: false });
    expect(piece.range([])).toEqual({ min: 0, max: 1 });
    expect(
      (["group", "batch"] as const).map((baseline) => trajectoryWeight({ baseline, over: "group" }).scope),
    ).toEqual(["group", "batch"]);
  });

  for (const baseline of ["none", "group", "batch", "term"]) {
    for (const over of ["group", "batch"]) {
      for (const perTransition of [false, true]) {
        const settings = {
          options: { baseline, over, perTransition },
          inputRanges: [
            { min: -3, max: 3 },
            { min: -0.1, max: 1 },
            { min: 0, max: 5 },
            { min: 0, max: 5 },
          ],
        };
        for (const law of lawsOf(trajectoryWeight, settings))
          it(`${law.name}, ${baseline} over ${over}, ${perTransition}`, law.check);
      }
    }
  }
});

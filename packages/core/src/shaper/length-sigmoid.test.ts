import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { lengthSigmoid } from "./length-sigmoid.ts";

const rollouts = (values: readonly number[]) => fullSignal("rollout", values);
const grade = (of: readonly number[], correct: readonly number[], strength: number, std?: "sample") =>
  lengthSigmoid({ std }).apply(
    [rollouts(of), rollouts(correct), rollouts(of.map(() => strength))],
    flatLayout([of.length]),
  );

describe("lengthSigmoid", () => {
  it("grades correct members around their own mean and deviation (091 §Mechanism)", () => {
    const { values } = grade([100, 300, 9000], [1, 1, 0], 0.6);
    const sigma = 1 / (1 + Math.E);
    expect(values[0]).toBeCloseTo(1 - 0.6 * sigma, 15);
    expect(values[1]).toBeCloseTo(1 - 0.6 * (1 - sigma), 15);
    expect(values[2]).toBe(0);
  });

  it("divides by one less with std: sample", () => {
    const sigma = 1 / (1 + Math.exp(Math.SQRT1_2));
    expect(grade([100, 300], [1, 1], 0.4, "sample").values[0]).toBeCloseTo(1 - 0.4 * sigma, 15);
  });

  it("has population deviation and strength 0.6 unless told otherwise", () => {
    expect(lengthSigmoid().options).toEqual({ std: "population" });
    expect(lengthSigmoid().inputs).toEqual([
      { name: "of", default: { use: "length", unit: "tokens" } },
      { name: "correct" },
      { name: "strength", default: 0.6 },
    ]);
  });

  it.each([
    ["one correct member (091 §Pitfalls)", [100, 5], [1, 0], [0.7, 0]],
    ["no correct member", [100, 5], [0, 0], [0, 0]],
    ["all equal", [0.1, 0.1, 0.1], [1, 1, 1], [0.7, 0.7, 0.7]],
    ["no response", [], [], []],
    ["graded outcomes", [7, 7], [0.5, -0.5], [0.35, -0.5]],
  ])("takes %s", (_, of, correct, expected) => {
    expect([...grade(of, correct, 0.6).values]).toEqual(expected);
  });

  it("leaves members out of mean and deviation whose outcome is missing", () => {
    const correct = new SignalBuilder("rollout", 3);
    correct.set(0, 1);
    correct.set(1, 1);
    correct.abstain(2, "no verdict");
    const inputs = [rollouts([5, 5, 900]), correct.build(), rollouts([0.6, 0.6, 0.6])];
    const out = lengthSigmoid().apply(inputs, flatLayout([3]));
    expect([...out.values]).toEqual([0.7, 0.7, 0]);
    expect(outcomeAt(out, 2)).toEqual(abstained("no verdict"));
  });

  it("fails where the deviation overflows", () => {
    expect(outcomeAt(grade([0, 1e200], [1, 1], 0.6), 0)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  const lengths = { min: 0, max: 9 };
  const one = { min: 1, max: 1 };
  const some = { min: 0, max: 1 };
  const half = { min: 0, max: 0.5 };
  it.each([
    [lengths, some, half, { min: 0, max: 1 }, ["decreasing", "unknown", "decreasing"]],
    [lengths, one, half, { min: 0.5, max: 1 }, ["decreasing", "increasing", "decreasing"]],
    [lengths, one, { min: 2, max: 3 }, { min: -2, max: 1 }, ["decreasing", "unknown", "decreasing"]],
    [lengths, some, { min: -1, max: 0 }, { min: 0, max: 2 }, ["increasing", "unknown", "decreasing"]],
    [lengths, one, { min: -1, max: 1 }, { min: 0, max: 2 }, ["unknown", "increasing", "decreasing"]],
    [lengths, { min: -2, max: 0 }, half, { min: -2, max: 0 }, ["constant", "increasing", "constant"]],
    [lengths, { min: -2, max: 4 }, half, { min: -2, max: 4 }, ["decreasing", "unknown", "decreasing"]],
    [{ min: 3, max: 3 }, some, half, { min: 0, max: 1 }, ["constant", "unknown", "decreasing"]],
    [lengths, some, { min: 0, max: 0 }, { min: 0, max: 1 }, ["constant", "unknown", "decreasing"]],
  ] as const)("knows range and trends for %j, %j, %j", (of, correct, strength, range, trends) => {
    const piece = lengthSigmoid();
    const ranges = [of, correct, strength];
    expect(piece.range(ranges)).toEqual(range);
    expect(ranges.map((_, k) => piece.trend(k, ranges))).toEqual(trends);
  });

  for (const std of ["population", "sample"]) {
    for (const law of lawsOf(lengthSigmoid, { options: { std } })) it(`${law.name}, ${std}`, law.check);
  }
});

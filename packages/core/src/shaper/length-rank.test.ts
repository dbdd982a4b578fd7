import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { lengthRank } from "./length-rank.ts";

const rollouts = (values: readonly number[]) => fullSignal("rollout", values);

describe("lengthRank", () => {
  it.each([
    ["capped", [1, 1, 1, 1], [0.5, 0.25, 0, -0.5]],
    ["capped", [0, 0, 0, 0], [0, 0, 0, -0.5]],
    ["capped", [0, 1, 0, 1], [0, 0.25, 0, -0.5]],
    ["zero", [0, 1, 0, 1], [0, 0.25, 0, -0.5]],
    ["zero", [1, 0, 1, 0], [0.5, 0, 0, 0]],
  ] as const)("places lengths with wrong: %s for outcomes %j (103, 104 §Mechanism)", (wrong, correct, expected) => {
    const inputs = [rollouts([100, 200, 300, 500]), rollouts(correct)];
    expect([...lengthRank({ wrong }).apply(inputs, flatLayout([4])).values]).toEqual(expected);
  });

  it("caps wrong responses unless told otherwise", () => {
    expect(lengthRank().options).toEqual({ wrong: "capped" });
  });

  it("looks at lengths alone with wrong: same", () => {
    const piece = lengthRank({ wrong: "same" });
    expect(piece.inputs).toEqual([{ name: "of", default: { use: "length", unit: "tokens" } }]);
    expect([...piece.apply([rollouts([1, 3, 7, 8])], flatLayout([2, 2])).values]).toEqual([0.5, -0.5, 0.5, -0.5]);
  });

  it.each([
    ["one member", [7], [1], [0]],
    ["all equal", [4, 4, 4], [1, 0, 1], [0, 0, 0]],
    ["ties", [4, 4, 8], [1, 1, 1], [0.5, 0.5, -0.5]],
    ["signed zeros", [0, -0], [1, 1], [0, 0]],
    ["an outcome of 0 counts as wrong", [1, 3], [0, 0], [0, -0.5]],
    ["a negative outcome counts as wrong", [1, 3], [-1, -1], [0, -0.5]],
  ])("takes %s", (_, of, correct, expected) => {
    expect([...lengthRank().apply([rollouts(of), rollouts(correct)], flatLayout([of.length])).values]).toEqual(
      expected,
    );
  });

  it("takes min and max of the members with length and outcome alone", () => {
    const correct = new SignalBuilder("rollout", 3);
    correct.set(0, 1);
    correct.set(1, 1);
    correct.abstain(2, "no verdict");
    const out = lengthRank().apply([rollouts([100, 200, 900]), correct.build()], flatLayout([3]));
    expect([...out.values]).toEqual([0.5, -0.5, 0]);
    expect(outcomeAt(out, 2)).toEqual(abstained("no verdict"));
  });

  it("fails where the spread overflows", () => {
    const out = lengthRank().apply([rollouts([-1e308, 1e308]), rollouts([1, 0])], flatLayout([2]));
    expect([...out.present]).toEqual([0, 0]);
    expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  const some = { min: 0, max: 9 };
  it.each([
    ["capped", some, { min: 0, max: 1 }, { min: -0.5, max: 0.5 }, "decreasing", "increasing"],
    ["capped", some, { min: 0, max: 0 }, { min: -0.5, max: 0 }, "decreasing", "increasing"],
    ["zero", some, { min: 0, max: 0 }, { min: 0, max: 0 }, "constant", "constant"],
    ["zero", some, { min: 0, max: 1 }, { min: -0.5, max: 0.5 }, "decreasing", "unknown"],
    ["capped", { min: 3, max: 3 }, { min: 0, max: 1 }, { min: 0, max: 0 }, "constant", "constant"],
  ] as const)("knows range and trends with wrong: %s for %j, %j", (wrong, of, correct, range, inOf, inCorrect) => {
    const piece = lengthRank({ wrong });
    expect(piece.range([of, correct])).toEqual(range);
    expect([piece.trend(0, [of, correct]), piece.trend(1, [of, correct])]).toEqual([inOf, inCorrect]);
  });

  for (const wrong of ["capped", "same", "zero"]) {
    for (const law of lawsOf(lengthRank, { options: { wrong } })) it(`${law.name}, wrong: ${wrong}`, law.check);
  }
});

import { describe, expect, it } from "vitest";
import { failed, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { difficultyBand } from "./difficulty-band.ts";

describe("difficultyBand", () => {
  it("puts a group at a threshold into the higher band (104 §Mechanism)", () => {
    const layout = flatLayout([3, 3, 3, 3, 6, 1]);
    const of = fullSignal("rollout", [0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0]);
    const out = difficultyBand().apply([of], layout);
    expect([out.level, ...out.values]).toEqual(["group", 0, 1, 2, 2, 2, 0]);
  });

  it("takes a rate of groups as it is, and any thresholds", () => {
    const piece = difficultyBand({ from: "groups", thresholds: [-1, 0, 0.5, 2] });
    const rates = fullSignal("group", [-2, -1, -0, 0.4, 0.5, 9]);
    expect([...piece.apply([rates], flatLayout([1, 1, 1, 1, 1, 1])).values]).toEqual([0, 1, 2, 2, 3, 4]);
    expect([piece.inputs[0]?.level, difficultyBand().inputs[0]?.level]).toEqual(["group", "rollout"]);
  });

  it("reads the present members alone, and is missing where there are none", () => {
    const builder = new SignalBuilder("rollout", 4);
    builder.set(0, 1);
    builder.abstain(1, "no answer");
    builder.abstain(2, "no answer");
    builder.fail(3, "judge", "timed out");
    const out = difficultyBand().apply([builder.build()], flatLayout([2, 2]));
    expect([out.values[0], outcomeAt(out, 1)]).toEqual([2, failed("judge", "timed out")]);
  });

  it("takes the exact mean of equal scores", () => {
    const of = fullSignal("rollout", new Array(10).fill(0.1));
    expect([...difficultyBand({ thresholds: [0.1] }).apply([of], flatLayout([10])).values]).toEqual([1]);
  });

  it("knows its range and trend", () => {
    expect(difficultyBand().range([{ min: 0, max: 1 }])).toEqual({ min: 0, max: 2 });
    expect(difficultyBand().range([{ min: 0.4, max: 0.5 }])).toEqual({ min: 1, max: 1 });
    expect(difficultyBand().trend(0, [{ min: 0.4, max: 0.5 }])).toBe("constant");
    expect(difficultyBand().trend(0, [{ min: 0, max: 1 }])).toBe("increasing");
  });

  it("refuses thresholds that do not rise", () => {
    expect(() => difficultyBand({ thresholds: [0.5, 0.5] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`thresholds\` of \`router/difficulty-band@1\` to be valid, got [0.5,0.5]: thresholds must rise.]`,
    );
  });

  for (const law of lawsOf(difficultyBand)) it(law.name, law.check);
  for (const law of lawsOf(difficultyBand, { options: { from: "groups" } })) it(`${law.name}, groups`, law.check);
});

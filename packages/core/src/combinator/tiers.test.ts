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

  for (const law of lawsOf(tiers)) it(law.name, law.check);
  for (const law of lawsOf(tiers, { options: { thresholds: [0.5, 1, 2], normalise: true } })) {
    it(`${law.name}, normalised`, law.check);
  }
});

import { describe, expect, it } from "vitest";
import { abstained, failed, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { successBand } from "./success-band.ts";
import { zeroVarianceDrop } from "./zero-variance-drop.ts";

const keep = (of: readonly number[], sizes: readonly number[], tolerance?: number) => [
  ...zeroVarianceDrop({ tolerance }).apply([fullSignal("rollout", of)], flatLayout(sizes)).values,
];

describe("zeroVarianceDrop", () => {
  it("drops groups that are all 0 or all 1 (206 §Mechanism, dynamic sampling)", () => {
    expect(keep([0, 0, 1, 1, 0, 1, 0.5, 0.75], [2, 2, 2, 2])).toEqual([0, 0, 1, 1]);
  });

  it.each([
    ["one member", [3], [1], undefined, [0]],
    ["all equal", [0.1, 0.1, 0.1], [3], undefined, [0]],
    ["signed zeros", [0, -0], [2], undefined, [0]],
    ["a spread of the tolerance", [1, 1.5], [2], 0.5, [0]],
    ["a spread beyond the tolerance", [1, 1.75], [2], 0.5, [1]],
    ["huge values", [-1e308, 1e308], [2], undefined, [1]],
    ["no group", [], [], undefined, []],
  ] as const)("takes %s", (_, of, sizes, tolerance, expected) => {
    expect(keep(of, sizes, tolerance)).toEqual(expected);
  });

  it("looks at present members alone, and is missing for the gravest reason where there is none", () => {
    const of = new SignalBuilder("rollout", 5);
    of.set(0, 1);
    of.abstain(1, "no answer");
    of.abstain(2, "no answer");
    of.fail(3, "judge", "timed out");
    of.abstain(4, "no answer");
    const out = zeroVarianceDrop().apply([of.build()], flatLayout([2, 3]));
    expect([...out.present]).toEqual([1, 0]);
    expect(outcomeAt(out, 0)).toEqual({ kind: "scored", value: 0 });
    expect(outcomeAt(out, 1)).toEqual(failed("judge", "timed out"));
    expect(outcomeAt(zeroVarianceDrop().apply([of.build()], flatLayout([1, 1, 3])), 1)).toEqual(abstained("no answer"));
  });

  it("is the success band (0, 1) for rewards of 0 and 1 (206, 046)", () => {
    const layout = flatLayout([1, 2, 2, 2, 3]);
    const of = fullSignal("rollout", [1, 0, 0, 1, 1, 1, 0, 1, 0, 1]);
    const bounds = [0, 1].map((bound) => fullSignal("group", Array(5).fill(bound)));
    expect(successBand().apply([of, ...bounds], layout)).toEqual(zeroVarianceDrop().apply([of], layout));
  });

  it.each([
    [{ min: 0, max: 1 }, 0, { min: 0, max: 1 }, "unknown"],
    [{ min: 0, max: 1 }, 1, { min: 0, max: 0 }, "constant"],
    [{ min: 2, max: 2 }, 0, { min: 0, max: 0 }, "constant"],
  ])("knows range and trend for rewards in %j with tolerance %d", (of, tolerance, range, trend) => {
    expect(zeroVarianceDrop({ tolerance }).range([of])).toEqual(range);
    expect(zeroVarianceDrop({ tolerance }).trend(0, [of])).toBe(trend);
  });

  it("refuses a negative tolerance", () => {
    expect(() => zeroVarianceDrop({ tolerance: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`tolerance\` of \`sampler/zero-variance-drop@1\` to be valid, got -1: Too small: expected number to be >=0.]`,
    );
  });

  for (const law of lawsOf(zeroVarianceDrop, { options: { tolerance: 0.5 } })) it(law.name, law.check);
});

import { describe, expect, it } from "vitest";
import { flatLayout, outcomeAt } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { advantagesIn, resultIn, stepped } from "./places.test-support.ts";
import { weigh } from "./weigh.ts";

describe("weigh", () => {
  it("multiplies by durations over their mean, cut (170 §Mechanism, by hand)", () => {
    const given = { layout: stepped([2], [2, 1]), before: [1, -1, 1], inputs: [[10, 20, 60]] };
    const piece = weigh({ level: "step", normaliseMean: true });
    const out = advantagesIn(piece, given);
    [1 / 3, -2 / 3, 2].forEach((a, i) => {
      expect(out[i]).toBeCloseTo(a, 14);
    });
    expect(advantagesIn(weigh({ level: "step", normaliseMean: true, min: 0.5, max: 1.5 }), given)).toEqual([
      0.5,
      -20 / 30,
      1.5,
    ]);
  });

  it("masks, and keeps what has no weight", () => {
    expect(advantagesIn(weigh(), { layout: flatLayout([3]), before: [2, 3, 4], inputs: [[0, undefined, 1]] })).toEqual([
      0, 3, 4,
    ]);
    expect(weigh().options).toEqual({ normaliseMean: false });
  });

  it("does not count weights of rollouts without a total in the mean", () => {
    const given = { layout: flatLayout([3]), total: [1, 1, undefined], before: [1, 1, 0], inputs: [[1, 3, 100]] };
    expect(advantagesIn(weigh({ normaliseMean: true }), given)).toEqual([0.5, 1.5, 0]);
    const partly = { layout: flatLayout([3]), before: [1, 1, 1], inputs: [[1, undefined, 3]] };
    expect(advantagesIn(weigh({ normaliseMean: true }), partly)).toEqual([0.5, 1, 1.5]);
  });

  it("does not divide by a mean of 0 or of nothing", () => {
    const piece = weigh({ normaliseMean: true });
    expect(advantagesIn(piece, { layout: flatLayout([2]), before: [2, 3], inputs: [[-1, 1]] })).toEqual([-2, 3]);
    expect(advantagesIn(piece, { layout: flatLayout([1]), before: [2], inputs: [[undefined]] })).toEqual([2]);
    expect(advantagesIn(piece, { layout: flatLayout([]), before: [], inputs: [[]] })).toEqual([]);
  });

  it("turns an overflow of the mean into a failure of the engine", () => {
    const out = resultIn(weigh({ normaliseMean: true }), {
      layout: flatLayout([2]),
      before: [1, 1],
      inputs: [[1e308, 1e308]],
    });
    expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  it("refuses bounds that cross, and takes bounds that meet", () => {
    expect(() => weigh({ min: 2, max: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`min\` of \`advantage/weigh@1\` to be valid, got 2: must not be above \`max\`.]`,
    );
    expect(
      advantagesIn(weigh({ min: 2, max: 2 }), { layout: flatLayout([2]), before: [1, 1], inputs: [[0, 9]] }),
    ).toEqual([2, 2]);
    expect(advantagesIn(weigh({ min: 2 }), { layout: flatLayout([2]), before: [1, 1], inputs: [[0, 9]] })).toEqual([
      2, 9,
    ]);
  });

  for (const options of [{}, { level: "step", normaliseMean: true, min: 0, max: 2 }] as const) {
    for (const law of lawsOf(weigh, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

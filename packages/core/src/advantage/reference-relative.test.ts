import { describe, expect, it } from "vitest";
import { streamKey, uniformAt } from "../random/index.ts";
import { flatLayout } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { advantagesIn } from "./places.test-support.ts";
import { type ReferenceRelativeOptions, referenceRelative } from "./reference-relative.ts";

const layout = flatLayout([4]);
const reference = [0, 1, 0, 0];

function against(
  options: Partial<ReferenceRelativeOptions>,
  total: readonly (number | undefined)[],
  mark = reference,
): number[] {
  return advantagesIn(referenceRelative(options), { layout: flatLayout([total.length]), total, inputs: [mark] });
}

describe("referenceRelative", () => {
  it("is +1 for a win and −1 for a loss, with nothing taken away (217 §Mechanism 2–3, by hand)", () => {
    expect(against({}, [5, 3, 1, 4])).toEqual([1, 0, -1, 1]);
    expect(against({}, [5, 3, 1, 3])).toEqual([1, 0, -1, 0]);
    expect(against({ tie: -1 }, [5, 3, 1, 3])).toEqual([1, 0, -1, -1]);
  });

  it("takes verdicts as they are, with or without a verdict on the reference", () => {
    expect(against({ of: "verdict" }, [1, 7, -1, 0.5])).toEqual([1, 0, -1, 0.5]);
    expect(against({ of: "verdict" }, [1, undefined, -1, -1])).toEqual([1, 0, -1, -1]);
  });

  it("drops groups whose comparisons agree too much (217 §Mechanism 4, by hand)", () => {
    expect(against({}, [5, 3, 4, 6])).toEqual([0, 0, 0, 0]);
    expect(against({}, [1, 3, 1, 2])).toEqual([0, 0, 0, 0]);
    expect(against({ dropUnanimous: false }, [5, 3, 4, 6])).toEqual([1, 0, 1, 1]);
    // mean ⅓ of the comparisons
    expect(against({ tau: 0.34 }, [5, 3, 1, 4])).toEqual([1, 0, -1, 1]);
    expect(against({ tau: 1 / 3 }, [5, 3, 1, 4])).toEqual([0, 0, 0, 0]);
  });

  it("keeps the one comparison of a group of two (217 §Pitfalls)", () => {
    expect(against({}, [2, 1], [0, 1])).toEqual([1, 0]);
    expect(against({}, [2, 1, undefined], [0, 1, 0])).toEqual([1, 0, 0]);
  });

  it("gives 0 without a reward, a mark or a scored reference", () => {
    expect(against({}, [5, 3, undefined, 1])).toEqual([1, 0, 0, -1]);
    expect(against({}, [5, undefined, 1, 4])).toEqual([0, 0, 0, 0]);
    const unmarked = advantagesIn(referenceRelative(), { layout, total: [5, 3, 1, 4], inputs: [[0, 1, undefined, 0]] });
    expect(unmarked).toEqual([0, 0, 0, 0]);
    const marked = advantagesIn(referenceRelative(), { layout, total: [5, 3, 1, 2], inputs: [[undefined, 1, 0, 0]] });
    expect(marked).toEqual([0, 0, 0, 0]);
    expect(against({ dropUnanimous: false }, [5, 3, 1, 4], [0, 0, 0, 0])).toEqual([0, 0, 0, 0]);
  });

  it("meets several references and averages (by hand)", () => {
    expect(against({ dropUnanimous: false }, [2, 1, 3, 4], [0, 1, 1, 0])).toEqual([0, 0, 0, 1]);
  });

  it("is 2 · win rate − 1 in the mean over all references (217 §Exact 4, closed form)", () => {
    const key = streamKey(1, "brpo");
    const scores = Array.from({ length: 6 }, (_, i) => uniformAt(key, i));
    const piece = referenceRelative({ dropUnanimous: false });
    const sums = scores.map(() => 0);
    scores.forEach((_, b) => {
      const mark = scores.map((_, i) => (i === b ? 1 : 0));
      advantagesIn(piece, { layout: flatLayout([6]), total: scores, inputs: [mark] }).forEach((a, i) => {
        sums[i] = (sums[i] as number) + a / 5;
      });
    });
    scores.forEach((own, i) => {
      const winRate = scores.filter((other) => own > other).length / 5;
      expect(sums[i]).toBeCloseTo(2 * winRate - 1, 12);
    });
  });

  it.each([
    ["one rollout", [3], [0]],
    ["no rollout", [], []],
    ["ties", [2, 2, 2], [1, 0, 0]],
    ["extremes", [1e308, 1e308], [1, 0]],
  ])("is zero for %s", (_, total, mark) => {
    expect(against({}, total, mark).every((a) => a === 0)).toBe(true);
  });

  it("has the defaults of its card", () => {
    expect(referenceRelative().options).toEqual({ of: "score", tie: 0, dropUnanimous: true, tau: 1 });
    expect([referenceRelative().shiftInvariant, referenceRelative({ of: "verdict" }).shiftInvariant]).toEqual([
      true,
      undefined,
    ]);
  });

  for (const law of lawsOf(referenceRelative)) it(law.name, law.check);
  const skip = [
    { law: "gives 0 where all members are equal", reason: "equal verdicts, and ties that count, are not 0" },
  ];
  for (const options of [{ of: "verdict" }, { tie: -1, dropUnanimous: false }] as const) {
    for (const law of lawsOf(referenceRelative, { options, skip }))
      it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

import { describe, expect, it } from "vitest";
import { flatLayout, outcomeAt } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { entropyScale } from "./entropy-scale.ts";
import { advantagesIn, resultIn, stepped } from "./places.test-support.ts";

function near(got: readonly number[], expected: readonly number[]): void {
  expect(got.length).toBe(expected.length);
  got.forEach((a, i) => {
    expect(a).toBeCloseTo(expected[i] as number, 13);
  });
}

describe("entropyScale", () => {
  const layout = flatLayout([2, 1]);

  it("weighs by e^−k of the entropy between its smallest and largest of the batch (221 §Mechanism 3–4, by hand)", () => {
    // factors 1, ½, ¼ with k = ln 4, their mean 7/12
    const piece = entropyScale({ k: Math.log(4) });
    near(advantagesIn(piece, { layout, before: [7, -7, 7], inputs: [[1, 2, 3]] }), [12, -6, 3]);
    near(
      advantagesIn(entropyScale({ k: Math.log(4), normaliseMean: false }), {
        layout,
        before: [8, -8, 8],
        inputs: [[1, 2, 3]],
      }),
      [8, -4, 2],
    );
    expect(entropyScale().options).toEqual({ k: 1, normaliseMean: true });
  });

  it("has factors with the mean 1 (221 §Mechanism 4)", () => {
    const out = advantagesIn(entropyScale(), { layout, before: [1, 1, 1], inputs: [[0.3, 0.1, 2]] });
    expect(out.reduce((sum, a) => sum + a, 0)).toBeCloseTo(3, 12);
    expect((out[1] as number) / (out[2] as number)).toBeCloseTo(Math.E, 12);
  });

  it("is 1 where all are equally uncertain, and for k = 0 (identity)", () => {
    expect(advantagesIn(entropyScale(), { layout, before: [1, -2, 3], inputs: [[0.7, 0.7, 0.7]] })).toEqual([1, -2, 3]);
    expect(advantagesIn(entropyScale({ k: 0 }), { layout, before: [1, -2, 3], inputs: [[0, 5, 2]] })).toEqual([
      1, -2, 3,
    ]);
  });

  it("keeps what has no entropy or no total, and does not count it", () => {
    const piece = entropyScale({ k: Math.log(3) });
    const given = { layout: flatLayout([4]), total: [1, 1, undefined, 1], before: [1, 1, 5, 6] };
    near(advantagesIn(piece, { ...given, inputs: [[0, 2, 99, undefined]] }), [1.5, 0.5, 5, 6]);
    expect(advantagesIn(piece, { ...given, inputs: [[undefined, undefined, undefined, undefined]] })).toEqual([
      1, 1, 5, 6,
    ]);
  });

  it("takes steps, empty batches and extremes", () => {
    const steps = entropyScale({ level: "step", k: Math.log(3) });
    near(advantagesIn(steps, { layout: stepped([1], [2]), before: [1, 1], inputs: [[0, 1]] }), [1.5, 0.5]);
    expect(advantagesIn(steps, { layout: stepped([], []), before: [], inputs: [[]] })).toEqual([]);
    near(
      advantagesIn(entropyScale({ k: Math.log(3) }), {
        layout: flatLayout([2]),
        before: [1, 1],
        inputs: [[-1e308, 1e308]],
      }),
      [1.5, 0.5],
    );
    const out = resultIn(entropyScale({ k: -1000 }), { layout: flatLayout([2]), before: [1, 1], inputs: [[0, 1]] });
    expect(outcomeAt(out, 1)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  for (const options of [{}, { level: "step", normaliseMean: false }] as const) {
    for (const law of lawsOf(entropyScale, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { pairwiseDominance } from "./pairwise-dominance.ts";

function shares(scores: readonly number[], side: readonly number[], sizes = [scores.length], tie?: number) {
  const inputs = [fullSignal("rollout", scores), fullSignal("rollout", side)];
  return [...pairwiseDominance({ tie }).apply(inputs, flatLayout(sizes)).values];
}

describe("pairwiseDominance", () => {
  it("shares out how many of the other document's scores are in order (047 §Mechanism, by hand)", () => {
    expect(shares([90, 40, 50, 10], [1, 1, 0, 0])).toEqual([1, 0.5, 0.5, 1]);
    expect(shares([1, 5, 2, 3], [1, 0, -1, 2])).toEqual([0, 0, 0.5, 0.5]);
  });

  it("is strict unless ties count", () => {
    expect(shares([5, 5, 1], [1, 0, 0])).toEqual([0.5, 0, 1]);
    expect(shares([5, 5, 1], [1, 0, 0], [3], 0.5)).toEqual([0.75, 0.5, 1]);
  });

  it("compares with every opponent (twin), in groups of their own", () => {
    const scores = Array.from({ length: 60 }, (_, i) => (i * 37) % 11);
    const side = scores.map((_, i) => ((i * 13) % 5) - 2);
    const direct = scores.map((own, i) => {
      const isAbove = (side[i] as number) > 0;
      const group = scores.flatMap((score, j) =>
        Math.floor(j / 30) === Math.floor(i / 30) && (side[j] as number) > 0 !== isAbove ? [score] : [],
      );
      return group.filter((other) => (isAbove ? other < own : other > own)).length / group.length;
    });
    expect(shares(scores, side, [30, 30])).toEqual(direct);
  });

  it("gives the value of a tie where nobody is on the other side, and takes none", () => {
    expect(shares([1, 2], [1, 1])).toEqual([0, 0]);
    expect(shares([1, 2], [0, -0], [1, 1], 0.25)).toEqual([0.25, 0.25]);
    expect(shares([], [], [])).toEqual([]);
    expect(shares([1e308, -1e308, 0, -0], [1, 0, 1, 0])).toEqual([1, 1, 0.5, 0.5]);
  });

  it("leaves the missing out", () => {
    const of = new SignalBuilder("rollout", 3);
    of.set(0, 1);
    of.set(2, 0);
    const out = pairwiseDominance().apply([of.build(), fullSignal("rollout", [1, 0, 0])], flatLayout([3]));
    expect([[...out.values], [...out.present]]).toEqual([
      [1, 0, 1],
      [1, 0, 1],
    ]);
  });

  it("knows scope, range, trend, inputs and defaults", () => {
    const piece = pairwiseDominance();
    expect([piece.scope, piece.range([]), piece.trend(0, [])]).toEqual(["group", { min: 0, max: 1 }, "unknown"]);
    expect([piece.inputs, piece.options]).toEqual([[{ name: "of" }, { name: "side" }], { tie: 0 }]);
  });

  for (const tie of [0, 0.5]) {
    for (const law of lawsOf(pairwiseDominance, { options: { tie } })) it(`${law.name}, tie ${tie}`, law.check);
  }
});

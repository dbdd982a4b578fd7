import { describe, expect, it } from "vitest";
import { resolveConflicts } from "./resolve-conflicts.ts";

const winners = (targets: readonly number[], scores: readonly number[], offsets?: readonly number[]) => [
  ...resolveConflicts({
    targets: Int32Array.from(targets),
    scores: Float64Array.from(scores),
    ...(offsets === undefined ? {} : { offsets: Int32Array.from(offsets) }),
  }),
];

describe("resolveConflicts", () => {
  it("keeps the surest of those that want the same (006 §Mechanism, by hand)", () => {
    expect(winners([3, 5, 3, 5, 3], [0.2, 0.9, 0.7, 0.1, 0.4])).toEqual([0, 1, 1, 0, 0]);
  });

  it("keeps the first of equals, whoever wants nothing, and states apart", () => {
    expect(winners([1, 1], [0.5, 0.5])).toEqual([1, 0]);
    expect(winners([-1, -1], [0.5, 0.5])).toEqual([1, 1]);
    expect(winners([1, 1, 1], [0.5, 0.5, 0.9], [0, 1, 3])).toEqual([1, 0, 1]);
    expect(winners([], [])).toEqual([]);
  });

  it("has one winner for each thing that is wanted, and it has the highest score (twin)", () => {
    const targets = Array.from({ length: 40 }, (_, i) => (i * 7) % 6);
    const scores = targets.map((_, i) => ((i * 29) % 41) / 41);
    const won = winners(targets, scores);
    for (let target = 0; target < 6; target++) {
      const best = Math.max(...scores.filter((_, i) => targets[i] === target));
      expect(won.flatMap((flag, i) => (flag === 1 && targets[i] === target ? [scores[i]] : []))).toEqual([best]);
    }
  });

  it("says what is wrong", () => {
    expect(() => winners([1, 2], [0.5])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected as many scores as targets and offsets that end there, got 2 targets, 1 scores and the end 2.]`,
    );
    expect(() => winners([1], [0.5], [0, 2])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected as many scores as targets and offsets that end there, got 1 targets, 1 scores and the end 2.]`,
    );
  });
});

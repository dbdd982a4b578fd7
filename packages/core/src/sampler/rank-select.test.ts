import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type RankSelectOptions, rankSelect } from "./rank-select.ts";

const taken = (options: Partial<RankSelectOptions>, of: readonly number[], sizes = [of.length]) => [
  ...rankSelect(options).apply([fullSignal("rollout", of)], flatLayout(sizes)).values,
];

describe("rankSelect", () => {
  it("takes the best of each prompt (125 §Mechanism, local)", () => {
    expect(taken({}, [3, 9, 4, 1, 2, 0], [3, 3])).toEqual([0, 1, 0, 0, 1, 0]);
  });

  it("takes the best share of the batch (125 §Mechanism, top)", () => {
    const of = [3, 9, 4, 1, 8, 0, 2, 2, 2, 2];
    expect(taken({ over: "batch", share: 0.2 }, of, [5, 5])).toEqual([0, 1, 0, 0, 1, 0, 0, 0, 0, 0]);
  });

  it.each([
    ["lowest", [0, 0, 1, 0, 1]],
    ["highest", [0, 1, 0, 1, 0]],
    ["middle", [0.5, 0.5, 0, 0, 1]],
    ["random", [0.4, 0.4, 0.4, 0.4, 0.4]],
  ] as const)("takes the two that are %s (199 §Pieces: hard, easy, medium, random)", (take, expected) => {
    const of = take === "middle" ? [5, 5, 1, 9, 4] : [5, 6, 1, 9, 4];
    expect(taken({ take, count: 2 }, of)).toEqual(expected);
  });

  it.each([
    ["equal values share the places", { count: 2 }, [5, 5, 5, 5], [0.5, 0.5, 0.5, 0.5]],
    ["a tie across the border", { count: 2 }, [9, 5, 5, 1], [1, 0.5, 0.5, 0]],
    ["a tie within the border", { count: 2 }, [9, 9, 5, 1], [1, 1, 0, 0]],
    ["signed zeros are equal", { count: 1 }, [0, -0], [0.5, 0.5]],
    ["more than there are", { count: 9 }, [1, 2], [1, 1]],
    ["none", { count: 0 }, [1, 2], [0, 0]],
    ["a share that is rounded up", { share: 0.34 }, [1, 2, 3], [0, 1, 1]],
    ["a share of nothing", { share: 0 }, [1, 2], [0, 0]],
    ["one member", {}, [7], [1]],
    ["no member", {}, [], []],
    ["the lower places around an odd middle", { take: "middle", count: 1 }, [1, 2, 3, 4], [0, 1, 0, 0]],
    ["huge values", {}, [1e308, -1e308], [1, 0]],
  ] as const)("takes %s", (_, options, of, expected) => {
    expect(taken(options, of)).toEqual(expected);
  });

  it("does not rank what is missing", () => {
    const of = new SignalBuilder("rollout", 3);
    of.set(0, 1);
    of.abstain(1, "no answer");
    of.set(2, 0);
    const out = rankSelect({ share: 0.5 }).apply([of.build()], flatLayout([3]));
    expect([...out.values]).toEqual([1, 0, 0]);
    expect(outcomeAt(out, 1)).toEqual(abstained("no answer"));
  });

  it("adds up to the number taken", () => {
    const sum = taken({ count: 3 }, [2, 2, 1, 1, 1, 0]).reduce((a, b) => a + b);
    expect(sum).toBeCloseTo(3, 15);
  });

  it.each([
    ["highest", "increasing"],
    ["lowest", "decreasing"],
    ["middle", "unknown"],
    ["random", "constant"],
  ] as const)("knows the trend of %s and its range", (take, trend) => {
    expect(rankSelect({ take }).trend(0, [])).toBe(trend);
    expect(rankSelect({ take }).range([])).toEqual({ min: 0, max: 1 });
  });

  it("ranks groups and takes the highest unless told otherwise, and refuses count beside share", () => {
    expect(rankSelect().options).toEqual({ take: "highest", over: "group" });
    expect(() => rankSelect({ count: 1, share: 0.5 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`share\` of \`sampler/rank-select@1\` to be valid, got 0.5: stands instead of \`count\`, not beside it.]`,
    );
  });

  for (const take of ["highest", "lowest", "middle", "random"]) {
    for (const over of ["group", "batch"]) {
      for (const law of lawsOf(rankSelect, { options: { take, over, share: 0.4 } }))
        it(`${law.name}, ${take} over ${over}`, law.check);
    }
  }
});

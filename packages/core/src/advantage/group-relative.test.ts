import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, outcomeAt, type Signal, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type GroupRelativeOptions, groupRelative } from "./group-relative.ts";

type Settings = Partial<GroupRelativeOptions>;

function advantages(options: Settings, rewards: readonly (number | undefined)[], groups: readonly number[]): number[] {
  return [...groupRelative(options).advantages({ total: signalOf(rewards), over: [] }, flatLayout(groups)).values];
}

function signalOf(rewards: readonly (number | undefined)[]): Signal {
  const out = new SignalBuilder("rollout", rewards.length);
  rewards.forEach((reward, i) => {
    if (reward === undefined) out.fail(i, "sandbox", "out of memory");
    else out.set(i, reward);
  });
  return out.build();
}

describe("groupRelative", () => {
  it("centres and scales one group of four (by hand)", () => {
    expect(advantages({ scale: "population-std", eps: 0 }, [1, 0, 0, 1], [4])).toEqual([1, -1, -1, 1]);
  });

  it.each([
    [{ scale: "sample-std", eps: 0 }, [-Math.SQRT1_2, Math.SQRT1_2]],
    [{ scale: "none" }, [-1, 1]],
    [{ scale: "none", baseline: "leave-one-out" }, [-2, 2]],
    [{ scale: "none", baseline: "none" }, [1, 3]],
    [{ scale: "population-std", eps: 1 }, [-0.5, 0.5]],
    [{ scale: "population-std", eps: 3, epsAt: "variance" }, [-0.5, 0.5]],
    [{ scale: "population-std", eps: 4, epsAt: "floor" }, [-0.25, 0.25]],
    [{ scale: "population-std", eps: 0.5, epsAt: "floor" }, [-1, 1]],
  ] as const)("gives for the rewards 1 and 3 with %j (by hand)", (options, expected) => {
    advantages(options, [1, 3], [2]).forEach((advantage, i) => {
      expect(advantage).toBeCloseTo(expected[i] as number, 15);
    });
  });

  it("divides by the deviation of all rewards of the batch (by hand: √(11 / 3))", () => {
    const out = advantages({ scale: "batch-std", eps: 0 }, [0, 2, 4, 4], [2, 2]);
    expect(out[1]).toBeCloseTo(1 / Math.sqrt(11 / 3), 14);
    expect(out.slice(2)).toEqual([0, 0]);
  });

  it.each([
    ["zero", [0, -1, 1]],
    ["skip", [0, -1, 1]],
    ["raw", [5, -1, 1]],
  ] as const)("gives for a group of one with `single: %s`", (single, expected) => {
    expect(advantages({ single, scale: "none" }, [5, 0, 2], [1, 2])).toEqual(expected);
  });

  it("takes what the whole batch knows for a group of one too (by hand: mean 3, squares 4 + 9 + 1)", () => {
    const near = (options: Settings, expected: readonly number[]): void => {
      advantages({ eps: 0, ...options }, [5, 0, 4], [1, 2]).forEach((a, i) => {
        expect(a).toBeCloseTo(expected[i] as number, 14);
      });
    };
    const std = Math.sqrt(7);
    near({ baseline: "batch-mean", scale: "batch-std" }, [2 / std, -3 / std, 1 / std]);
    near({ baseline: "batch-mean", scale: "none" }, [2, -3, 1]);
    near({ baseline: "none", scale: "batch-std" }, [5 / std, 0, 4 / std]);
    // two of three rewards are not 0
    near({ baseline: "none", scale: "nonzero-share" }, [7.5, 0, 6]);
    near({ single: "raw", scale: "batch-std" }, [5 / std, -2 / std, 2 / std]);
    near({ single: "raw", scale: "nonzero-share" }, [7.5, -3, 3]);
    near({ single: "zero", scale: "batch-std" }, [0, -2 / std, 2 / std]);
  });

  it("gives exactly 0 over a batch of equal rewards whose mean is not representable", () => {
    const options = { baseline: "none", scale: "none", batch: "rollout", batchEps: 0 } as const;
    expect(advantages(options, [0.1, 0.1, 0.1], [1, 2])).toEqual([0, 0, 0]);
    expect(advantages(options, [0.1, undefined, 0.1, 0.1], [2, 2])).toEqual([0, 0, 0, 0]);
  });

  it("keeps a group of one out of the batch statistics with `single: skip` alone", () => {
    const options = { scale: "none", batch: "rollout", batchEps: 0 } as const;
    const [, a] = advantages({ ...options, single: "skip" }, [5, 0, 2], [1, 2]);
    const [, b] = advantages(options, [5, 0, 2], [1, 2]);
    expect([a, b]).toEqual([-1 / Math.SQRT2, -1]);
  });

  it("gives 0 without a reward and takes mean and deviation of the others", () => {
    expect(advantages({ scale: "population-std", eps: 0 }, [1, undefined, 3, undefined], [4])).toEqual([-1, 0, 1, 0]);
  });

  it.each([
    ["one rollout", [3], [1]],
    ["no rollout", [], []],
    ["all equal", [2, 2, 2], [3]],
    ["all equal and not representable", [0.1, 0.1, 0.1], [3]],
    ["all missing", [undefined, undefined], [2]],
    ["zeros of both signs", [0, -0, 0], [3]],
  ])("is exactly zero for %s", (_, rewards, groups) => {
    for (const options of [{}, { eps: 0 }, { scale: "leave-one-out-std" }, { batch: "rollout" }] as const) {
      expect(advantages(options, rewards, groups).every((a) => Object.is(a, 0))).toBe(true);
    }
  });

  it("leaves a difference undivided where the others do not differ, with `zeroStd: keep`", () => {
    const rule = { baseline: "leave-one-out", scale: "leave-one-out-std", eps: 0.5 } as const;
    expect(advantages({ ...rule, zeroStd: "keep" }, [4, 1, 1], [3])[0]).toBe(3);
    expect(advantages({ ...rule, zeroStd: "divide" }, [4, 1, 1], [3])[0]).toBe(6);
  });

  it("weighs rollouts by their tokens in `batch: token`, given or from the layout", () => {
    const piece = groupRelative({ scale: "none", batch: "token", batchScale: "none" });
    const total = fullSignal("rollout", [0, 4]);
    const given = piece.advantages({ total, over: [], tokenCounts: Float64Array.of(1, 3) }, flatLayout([2]));
    const laid = piece.advantages({ total, over: [] }, { ...flatLayout([2]), tokenOffsets: Int32Array.of(0, 1, 4) });
    expect([...given.values]).toEqual([-3, 1]);
    expect([...laid.values]).toEqual([-3, 1]);
    expect(piece.needs).toEqual(["tokens"]);
    expect(() => piece.advantages({ total, over: [] }, flatLayout([2]))).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`tokenCounts\` to have shape [R] = [2], got none.]`,
    );
  });

  it("turns an overflow into a failure of the engine that does no harm", () => {
    const total = fullSignal("rollout", [1e308, 1e308, -1e308, 0, 1, 0]);
    const out = groupRelative().advantages({ total, over: [] }, flatLayout([4, 2]));
    expect([...out.present]).toEqual([0, 0, 0, 0, 1, 1]);
    expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
    expect([...out.values.slice(0, 4)]).toEqual([0, 0, 0, 0]);
  });

  it("says what its settings mean for scope, shift and sum", () => {
    const facts = (options: Settings): unknown => {
      const { scope, shiftInvariant, zeroSum } = groupRelative(options);
      return [scope, shiftInvariant, zeroSum];
    };
    expect(facts({})).toEqual(["group", true, "group"]);
    expect(facts({ batch: "token" })).toEqual(["batch", true, undefined]);
    expect(facts({ scale: "batch-std" })).toEqual(["batch", undefined, "group"]);
    expect(facts({ baseline: "none", scale: "none" })).toEqual(["group", undefined, undefined]);
    expect(facts({ baseline: "given", scale: "none" })).toEqual(["group", undefined, undefined]);
    expect(facts({ baseline: "batch-mean", scale: "none" })).toEqual(["batch", undefined, "batch"]);
    expect(facts({ baseline: "batch-mean", scale: "batch-std" })).toEqual(["batch", undefined, "batch"]);
    expect(facts({ baseline: "batch-mean" })).toEqual(["batch", undefined, undefined]);
    expect(facts({ baseline: "token-mean" })).toEqual(["group", true, undefined]);
    expect(facts({ scale: "mean" })).toEqual(["group", undefined, "group"]);
    expect(facts({ scale: "nonzero-share" })).toEqual(["batch", undefined, "group"]);
    expect(facts({ scale: "leave-one-out-std" })).toEqual(["group", true, undefined]);
    expect(facts({ clip: 1 })).toEqual(["group", true, undefined]);
    expect(groupRelative({ baseline: "token-mean" }).needs).toEqual(["tokens"]);
  });

  it.each<[Settings, readonly number[]]>([
    [{ baseline: "batch-mean", scale: "none" }, [-3, -1, 3, 1]],
    [{ baseline: "batch-mean", scale: "none", clip: 2 }, [-2, -1, 2, 1]],
    [{ baseline: "batch-mean", scale: "batch-std", eps: 0 }, [-3, -1, 3, 1].map((a) => a / Math.sqrt(20 / 3))],
    [{ scale: "mean", eps: 0 }, [-1, 1, 1 / 5, -1 / 5]],
    [{ scale: "mean", eps: 1 }, [-0.5, 0.5, 1 / 6, -1 / 6]],
    [{ scale: "nonzero-share", eps: 9 }, [-4 / 3, 4 / 3, 4 / 3, -4 / 3]],
  ])("compares 0, 2 and 6, 4 with %j (by hand)", (options, expected) => {
    advantages(options, [0, 2, 6, 4], [2, 2]).forEach((advantage, i) => {
      expect(advantage).toBeCloseTo(expected[i] as number, 14);
    });
  });

  it("takes one reward for not 0 where all are, and does not divide by a mean of 0 (by hand)", () => {
    expect(advantages({ baseline: "none", scale: "nonzero-share" }, [0, 0], [2])).toEqual([0, 0]);
    expect(advantages({ baseline: "none", scale: "nonzero-share" }, [0, 3], [2])).toEqual([0, 6]);
    expect(advantages({ scale: "mean", eps: 0 }, [-1, 1], [2])).toEqual([-1, 1]);
    expect(advantages({ scale: "nonzero-share", single: "raw" }, [0, 3], [1, 1])).toEqual([0, 6]);
    expect(advantages({ scale: "mean", single: "raw" }, [0, 3], [1, 1])).toEqual([0, 3]);
  });

  it("weighs the baseline by tokens (OPO, by hand)", () => {
    const piece = groupRelative({ baseline: "token-mean", scale: "none" });
    const given = { total: signalOf([0, 4, undefined]), over: [], tokenCounts: Float64Array.of(1, 3, 50) };
    expect([...piece.advantages(given, flatLayout([3])).values]).toEqual([-3, 1, 0]);
    const none = { ...given, tokenCounts: Float64Array.of(0, 0, 0) };
    expect([...piece.advantages(none, flatLayout([3])).values]).toEqual([0, 4, 0]);
    expect(() =>
      piece.advantages({ total: given.total, over: [] }, flatLayout([3])),
    ).toThrowErrorMatchingInlineSnapshot(`[RewardError: Expected \`tokenCounts\` to have shape [R] = [3], got none.]`);
  });

  it("takes away a baseline that is given, and leaves out what has none (ReMax, by hand)", () => {
    const piece = groupRelative({ baseline: "given", scale: "none" });
    const inputs = [signalOf([0.5, 0.5, undefined])];
    expect([...piece.advantages({ total: signalOf([1, 0, 1]), over: [], inputs }, flatLayout([3])).values]).toEqual([
      0.5, -0.5, 0,
    ]);
  });

  it("leaves filtered rollouts out as if they had no reward", () => {
    const piece = groupRelative({ scale: "none", filter: true });
    const inputs = [signalOf([1, 0, 1, undefined, -1])];
    expect(piece.inputs).toEqual([{ name: "keep" }]);
    expect([
      ...piece.advantages({ total: signalOf([1, 9, 3, 9, 9]), over: [], inputs }, flatLayout([5])).values,
    ]).toEqual([-1, 0, 1, 0, 0]);
    const both = groupRelative({ scale: "none", baseline: "given", filter: true });
    const two = [signalOf([1, 1]), signalOf([1, 0])];
    expect(both.inputs).toEqual([{ name: "reference" }, { name: "keep" }]);
    expect([...both.advantages({ total: signalOf([3, 3]), over: [], inputs: two }, flatLayout([2])).values]).toEqual([
      2, 0,
    ]);
  });

  it("is half the difference of a pair, and over all pairs RLOO (identities of 214)", () => {
    expect(advantages({ scale: "none" }, [5, 2], [2])).toEqual([1.5, -1.5]);
    const rewards = [1, 0, 4, 0.5];
    const rloo = advantages({ baseline: "leave-one-out", scale: "none" }, rewards, [4]);
    rewards.forEach((own, i) => {
      const halves = rewards.filter((_, j) => j !== i).map((other) => (own - other) / 2);
      // Σ_j (r_i − r_j) / 2 over the n − 1 others is (n − 1) / 2 times RLOO; their mean is half of it.
      expect(halves.reduce((sum, half) => sum + half, 0) / 3).toBeCloseTo((rloo[i] as number) / 2, 14);
    });
    expect(advantages({ baseline: "leave-one-out", scale: "none" }, [5, 2], [2])).toEqual([3, -3]);
  });

  it("refuses a setting it does not know", () => {
    // @ts-expect-error: no such scale
    expect(() => groupRelative({ scale: "std" })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`scale\` of \`advantage/group-relative@1\` to be valid, got "std": Invalid option: expected one of "none"|"sample-std"|"population-std"|"leave-one-out-std"|"batch-std"|"mean"|"nonzero-share".]`,
    );
  });

  for (const law of lawsOf(groupRelative)) it(law.name, law.check);
  const EQUAL = "gives 0 where all members are equal";
  const settings: readonly [Settings, string?][] = [
    [{ single: "skip", batch: "rollout" }],
    [{ baseline: "token-mean", scale: "none" }],
    [{ filter: true, clip: 0.5 }],
    [{ scale: "mean" }],
    [{ scale: "nonzero-share" }],
    [{ baseline: "batch-mean", scale: "none" }, "other groups are compared with too"],
    [{ baseline: "batch-mean", scale: "batch-std", clip: 1 }, "other groups are compared with too"],
    [{ baseline: "given", scale: "none" }, "the baseline need not come from the rewards"],
  ];
  for (const [options, reason] of settings) {
    const skip = reason === undefined ? [] : [{ law: EQUAL, reason }];
    for (const law of lawsOf(groupRelative, { options, skip }))
      it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

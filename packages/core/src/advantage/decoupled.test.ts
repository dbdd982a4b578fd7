import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Signal, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type DecoupledOptions, decoupled } from "./decoupled.ts";
import { groupRelative } from "./group-relative.ts";

function advantages(options: Partial<DecoupledOptions>, over: readonly Signal[], groups: readonly number[]): number[] {
  const total = fullSignal("rollout", new Float64Array(over[0]?.values.length ?? 0));
  return [...decoupled(options).advantages({ total, over }, flatLayout(groups)).values];
}

const raw = { scale: "population-std", eps: 0, batch: "off" } as const;

describe("decoupled", () => {
  it("keeps (0,1), (0,2) and (1,2) apart, which their sums do not (088, example of the abstract)", () => {
    const over = [fullSignal("rollout", [0, 1, 0, 1, 1, 1]), fullSignal("rollout", [0, 0, 0, 1, 0, 1])];
    expect(advantages(raw, over, [2, 2, 2])).toEqual([-1, 1, -2, 2, -1, 1]);
    const total = fullSignal("rollout", [0, 1, 0, 2, 1, 2]);
    const grpo = groupRelative({ scale: "population-std", eps: 0 });
    expect([...grpo.advantages({ total, over: [] }, flatLayout([2, 2, 2])).values]).toEqual([-1, 1, -1, 1, -1, 1]);
  });

  it("weighs after normalising, so that a weight is not cancelled (by hand)", () => {
    const over = [fullSignal("rollout", [0, 10]), fullSignal("rollout", [1, 0])];
    expect(advantages({ ...raw, weights: [1, 0.5] }, over, [2])).toEqual([-0.5, 0.5]);
  });

  it("normalises the sums over the batch (by hand: ±1, ±2 have the deviation √(10 / 3))", () => {
    const over = [fullSignal("rollout", [0, 1, 0, 1]), fullSignal("rollout", [0, 0, 0, 1])];
    const out = advantages({ ...raw, batch: "rollout", batchEps: 0 }, over, [2, 2]);
    expect(out[3]).toBeCloseTo(2 / Math.sqrt(10 / 3), 14);
  });

  it("finds as many distinct advantage vectors as the card computes (088 experiment a)", () => {
    expect([distinct(2, 4), distinct(2, 6), distinct(3, 4)]).toEqual([14, 38, 45]);
  });

  it("leaves a missing term out of sum and statistics, or counts it as 0", () => {
    const partly = new SignalBuilder("rollout", 3);
    partly.set(0, 1);
    partly.abstain(1, "no tool call");
    partly.set(2, 3);
    const over = [fullSignal("rollout", [0, 0, 0]), partly.build()];
    expect(advantages(raw, over, [3])).toEqual([-1, 0, 1]);
    const asZero = advantages({ ...raw, missing: "zero" }, over, [3]);
    expect(asZero[1]).toBeCloseTo(-4 / 3 / Math.sqrt(14 / 9), 14);
  });

  it("keeps constant groups in the batch statistics, or drops them", () => {
    const over = [fullSignal("rollout", [1, 1, 0, 1])];
    const options = { ...raw, batch: "rollout", batchEps: 0 } as const;
    expect(advantages(options, over, [2, 2])[3]).toBeCloseTo(1 / Math.sqrt(2 / 3), 14);
    expect(advantages({ ...options, constantGroups: "drop" }, over, [2, 2])).toEqual([
      0,
      0,
      -1 / Math.SQRT2,
      1 / Math.SQRT2,
    ]);
  });

  it("keeps a group of one out of the batch statistics with `single: skip` alone (by hand)", () => {
    const over = [fullSignal("rollout", [5, 0, 2])];
    const options = { scale: "none", batch: "rollout", batchEps: 0 } as const;
    expect(advantages({ ...options, single: "skip" }, over, [1, 2])).toEqual([0, -1 / Math.SQRT2, 1 / Math.SQRT2]);
    expect(advantages(options, over, [1, 2])).toEqual([0, -1, 1]);
  });

  it("leaves the counts of tokens as they were given", () => {
    const tokenCounts = Float64Array.of(1, 3, 2);
    const present = Uint8Array.of(1, 1, 0);
    const over = [{ ...fullSignal("rollout", [0, 4, 0]), present }];
    const input = { total: fullSignal("rollout", [0, 4, 0]), over, tokenCounts };
    const out = decoupled({ scale: "none", batch: "token", batchScale: "none" }).advantages(input, flatLayout([3]));
    // ∓2, weighted by 1 and 3 tokens: mean 1
    expect([...out.values]).toEqual([-3, 1, 0]);
    expect([...tokenCounts]).toEqual([1, 3, 2]);
  });

  it("is groupRelative for one term without batch step (twin)", () => {
    const total = fullSignal("rollout", [0.3, 1, -2, 0.7, 5]);
    for (const scale of ["none", "sample-std", "leave-one-out-std", "batch-std"] as const) {
      const alone = decoupled({ scale, batch: "off" }).advantages({ total, over: [total] }, flatLayout([3, 2]));
      expect(alone).toEqual(groupRelative({ scale }).advantages({ total, over: [] }, flatLayout([3, 2])));
    }
  });

  it("is GRPO normalised once more over the batch for one term (identity)", () => {
    const total = fullSignal("rollout", [0.3, 1, -2, 0.7, 5]);
    const alone = decoupled().advantages({ total, over: [total] }, flatLayout([3, 2]));
    expect(alone).toEqual(groupRelative({ batch: "rollout" }).advantages({ total, over: [] }, flatLayout([3, 2])));
  });

  it("cuts at the end, and weighs baselines by tokens (by hand)", () => {
    const over = [fullSignal("rollout", [0, 4]), fullSignal("rollout", [1, 0])];
    expect(advantages({ scale: "none", batch: "off", clip: 1 }, over, [2])).toEqual([-1, 1]);
    const piece = decoupled({ scale: "none", batch: "off", baseline: "token-mean" });
    const given = { total: fullSignal("rollout", [0, 0]), over, tokenCounts: Float64Array.of(1, 3) };
    expect([...piece.advantages(given, flatLayout([2])).values]).toEqual([-3 + 0.75, 1 - 0.25]);
  });

  it.each([
    ["one rollout", [3], [1]],
    ["no rollout", [], []],
    ["all equal", [0.1, 0.1, 0.1], [3]],
  ])("is exactly zero for %s", (_, rewards, groups) => {
    const term = fullSignal("rollout", rewards);
    expect(advantages({}, [term, term], groups).every((a) => Object.is(a, 0))).toBe(true);
  });

  it("refuses no terms and a wrong number of weights", () => {
    expect(() => advantages({}, [], [])).toThrowError(
      expect.objectContaining({
        code: "GUERDON_SHAPE",
        hint: "Name the terms to normalise one by one: `over: [format, correct]`.",
      }),
    );
    expect(() => advantages({ weights: [1, 2] }, [fullSignal("rollout", [1])], [1])).toThrowError(
      expect.objectContaining({ code: "GUERDON_OPTION", details: { expected: 1, got: 2 } }),
    );
    expect(() => advantages({}, [], [])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`over\` to list at least one term, got none.]`,
    );
    expect(() => advantages({ weights: [1, 2] }, [fullSignal("rollout", [1])], [1])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`weights\` to have one number for each of the 1 terms of \`over\`, got 2.]`,
    );
  });

  for (const law of lawsOf(decoupled)) it(law.name, law.check);
  for (const law of lawsOf(decoupled, { options: { weights: [1, 0.5], batch: "off" }, inputCount: 2 })) {
    it(`${law.name}, weighted`, law.check);
  }
});

/** Distinct sorted advantage vectors of n binary rewards over one group of `size`. */
function distinct(n: number, size: number): number {
  const seen = new Set<string>();
  const choose = (picked: readonly number[], from: number): void => {
    if (picked.length === size) {
      const over = Array.from({ length: n }, (_, k) =>
        fullSignal(
          "rollout",
          picked.map((mix) => (mix >> k) & 1),
        ),
      );
      const out = advantages(raw, over, [size]).map((a) => Math.round(a * 1e6) / 1e6 + 0);
      seen.add(JSON.stringify(out.sort((a, b) => a - b)));
      return;
    }
    for (let mix = from; mix < 2 ** n; mix++) choose([...picked, mix], mix);
  };
  choose([], 0);
  return seen.size;
}

import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { knapsack } from "./knapsack.ts";

describe("knapsack", () => {
  it("splits the budget by rates that are valid (019)", () => {
    const [rate, valid] = [fullSignal("group", [0, 0.02, 1, 0.02]), fullSignal("group", [1, 1, 1, 0])];
    const out = knapsack().apply([rate, valid], flatLayout([1, 1, 1, 1]));
    expect([...out.values]).toEqual([2, 20, 2, 8]);
    expect(out.level).toBe("group");
  });

  it("has the paper's numbers unless told otherwise", () => {
    expect(knapsack().options).toEqual({
      perPrompt: 8,
      min: 2,
      minFailed: 2,
      minSolved: 2,
      max: 128,
      value: "mixed-gain",
      solver: "greedy",
      cost: "chance",
      chance: 0.9,
    });
    expect(knapsack().inputs).toEqual([{ name: "rate" }, { name: "valid", default: 1 }]);
  });

  it("gives every prompt a number, also those nothing is known of", () => {
    const rate = new SignalBuilder("group", 3);
    rate.abstain(0, "never tried");
    rate.set(1, 0.02);
    rate.set(2, 0.02);
    const valid = new SignalBuilder("group", 3);
    valid.set(0, 1);
    valid.abstain(1, "never tried");
    valid.set(2, 1);
    const out = knapsack({ perPrompt: 4 }).apply([rate.build(), valid.build()], flatLayout([1, 1, 1]));
    expect([...out.values]).toEqual([4, 4, 4]);
    expect([...out.present]).toEqual([1, 1, 1]);
  });

  it("knows that it has no upper bound and no trend", () => {
    expect(knapsack().range([])).toEqual({ min: 0, max: Number.POSITIVE_INFINITY });
    expect(knapsack().trend(0, [])).toBe("unknown");
  });

  it("refuses a chance of 1", () => {
    expect(() => knapsack({ chance: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`chance\` of \`sampler/knapsack@1\` to be valid, got 1: Too big: expected number to be <1.]`,
    );
  });

  const skip = [{ law: "missing stays missing", reason: "a prompt nothing is known of has to be tried" }];
  const inputRanges = [
    { min: -0.2, max: 1.2 },
    { min: -1, max: 2 },
  ];
  for (const solver of ["greedy", "dynamic"]) {
    const settings = { options: { solver, perPrompt: 5, max: 9 }, skip, inputRanges };
    for (const law of lawsOf(knapsack, settings)) it(`${law.name}, ${solver}`, law.check);
  }
});

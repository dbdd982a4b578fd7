import { describe, expect, it } from "vitest";
import { lawsOf } from "../testing/index.ts";
import { type EpisodePlusStepOptions, episodePlusStep } from "./episode-plus-step.ts";
import { groupBy } from "./group-by.ts";
import { advantagesIn, stepped } from "./places.test-support.ts";

describe("episodePlusStep", () => {
  const layout = stepped([2], [2, 2]);
  const before = [1, 1, -1, -1];

  it("adds the leave-one-out advantage of a step among all steps of the group (124 §Mechanism 3, by hand)", () => {
    const out = advantagesIn(episodePlusStep(), { layout, before, inputs: [[3, 0, 0, 3]] });
    expect(out).toEqual([3, -1, -3, 1]);
  });

  it("adds λ = 0.3 of an absolute step reward, at nodes alone (148 §Mechanism, by hand)", () => {
    const inputs = [
      [1, undefined, -1, 0.5],
      [0.3, 0.3, 0.3, 0.3],
    ];
    const out = advantagesIn(episodePlusStep({ baseline: "none" }), { layout, before, inputs });
    expect(out).toEqual([1.3, 1, -1.3, -0.85]);
  });

  it("compares steps with the same index, or in the same state (GiGPO, by hand)", () => {
    const credit = [4, 2, 0, 0];
    const byIndex = episodePlusStep({ by: "index", baseline: "group-mean" });
    expect(advantagesIn(byIndex, { layout, before, inputs: [credit] })).toEqual([3, 2, -3, -2]);
    const byState = episodePlusStep({ by: "key", baseline: "group-mean" });
    const inputs = [credit, [1, 1, 1, 1], [7, 8, 9, 7]];
    expect(advantagesIn(byState, { layout, before, inputs })).toEqual([3, 1, -1, -3]);
  });

  it("keeps what a step had that lacks a weight or reward, or whose rollout has no total", () => {
    const inputs = [
      [2, 4, undefined, 9],
      [1, undefined, 1, 1],
    ];
    const piece = episodePlusStep({ baseline: "none" });
    expect(advantagesIn(piece, { layout, before, total: [1, undefined], inputs })).toEqual([3, 1, -1, -1]);
  });

  it("is the rollout's advantage plus that of group-by (twin: process only is group-by alone)", () => {
    const credit = [0.5, 2, -1, 4];
    for (const scale of ["none", "sample-std"] as const) {
      const options = { by: "index", scale, baseline: "group-mean" } as const;
      const own = advantagesIn(groupBy(options), { layout, inputs: [credit] });
      const sum = advantagesIn(episodePlusStep(options), { layout, before, inputs: [credit] });
      expect(sum).toEqual(own.map((a, i) => (before[i] as number) + a));
    }
  });

  it("is GRPO with the state of each step where every step has a state of its own (identity)", () => {
    const inputs = [
      [5, 6, 7, 8],
      [1, 1, 1, 1],
      [0, 1, 2, 3],
    ];
    expect(advantagesIn(episodePlusStep({ by: "key" }), { layout, before, inputs })).toEqual(before);
  });

  it("is the same with one state per group as over all steps of the group (identity)", () => {
    const credit = [5, 6, 0, 8];
    const inputs = [credit, [1, 1, 1, 1], [3, 3, 3, 3]];
    expect(advantagesIn(episodePlusStep({ by: "key" }), { layout, before, inputs })).toEqual(
      advantagesIn(episodePlusStep(), { layout, before, inputs: [credit] }),
    );
  });

  it("has the defaults of its cards", () => {
    const { options, inputs, level, refines } = episodePlusStep();
    expect(options).toEqual({
      level: "step",
      by: "all",
      among: "group",
      baseline: "leave-one-out",
      scale: "none",
      eps: 1e-6,
    });
    expect([level, refines, inputs]).toEqual([
      "step",
      true,
      [
        { name: "credit", level: "step" },
        { name: "weight", level: "step", default: 1 },
      ],
    ]);
  });

  it.each([
    ["no rollout", [], [], []],
    ["no steps", [2], [0, 0], []],
  ])("takes %s", (_, groups, steps, none) => {
    expect(advantagesIn(episodePlusStep(), { layout: stepped(groups, steps), before: none, inputs: [none] })).toEqual(
      [],
    );
  });

  const settings: readonly Partial<EpisodePlusStepOptions>[] = [
    {},
    { by: "key", level: "token", scale: "population-std", clip: 2 },
    { by: "index", among: "batch", baseline: "none" },
  ];
  for (const options of settings) {
    for (const law of lawsOf(episodePlusStep, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, type Layout, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type CurriculumStagesOptions, curriculumStages } from "./curriculum-stages.ts";

const weights = (options: Partial<CurriculumStagesOptions>, step: number, difficulty: readonly number[]) => [
  ...curriculumStages({ steps: 10, ...options }).apply(
    [fullSignal("group", difficulty)],
    flatLayout(difficulty.map(() => 1)),
    { step },
  ).values,
];

describe("curriculumStages", () => {
  it.each([
    [0, [0.5, 0.5, 0, 0, 0]],
    [9, [0.5, 0.5, 0, 0, 0]],
    [10, [0.1, 0.1, 0.4, 0.4, 0]],
    [19, [0.1, 0.1, 0.4, 0.4, 0]],
    [20, [0.05, 0.05, 0.05, 0.05, 0.8]],
    [500, [0.05, 0.05, 0.05, 0.05, 0.8]],
  ] as const)(
    "has lengths up to 3, 4 to 8 and beyond with a review of 0.2, at step %d (176 §Mechanism)",
    (step, expected) => {
      expect(weights({ review: 0.2 }, step, [1, 3, 4, 8, 9])).toEqual(expected);
    },
  );

  it.each([
    ["only earlier stages", 20, [1, 1], [0.5, 0.5]],
    ["only later stages", 0, [9, 4], [0.5, 0.5]],
    ["only this stage", 10, [4, 5], [0.5, 0.5]],
    ["an earlier and a later one", 10, [1, 9], [1, 0]],
    ["no candidate", 0, [], []],
  ] as const)("takes %s", (_, step, difficulty, expected) => {
    expect(weights({}, step, difficulty)).toEqual(expected);
  });

  it("has the paper's numbers unless told otherwise, and starts at stage 0 without a moment", () => {
    expect(curriculumStages().options).toEqual({
      limits: [3, 8],
      review: 0.15,
      promote: "fixed",
      steps: 100,
      threshold: 0.7,
    });
    expect(curriculumStages().inputs).toEqual([{ name: "difficulty" }]);
    const out = curriculumStages().apply([fullSignal("group", [1, 4])], flatLayout([1, 1]));
    expect([...out.values]).toEqual([1, 0]);
  });

  it("does not count candidates without difficulty", () => {
    const difficulty = new SignalBuilder("group", 3);
    difficulty.set(0, 1);
    difficulty.abstain(1, "never tried");
    difficulty.set(2, 2);
    const out = curriculumStages().apply([difficulty.build()], flatLayout([1, 1, 1]));
    expect([...out.values]).toEqual([0.5, 0, 0.5]);
    expect(outcomeAt(out, 1)).toEqual(abstained("never tried"));
  });

  describe("with promote: success", () => {
    const piece = curriculumStages({ promote: "success", steps: 3, threshold: 0.5, limits: [3] });
    const layout: Layout = flatLayout([2, 2]);
    const difficulty = fullSignal("group", [2, 9]);
    const step = (state: { stage: number; steps: number }, of: readonly number[]) =>
      piece.adaptive?.step(state, [difficulty, fullSignal("rollout", of)], layout, 0);

    it("moves on when the prompts of the stage reach the threshold, whatever the others do", () => {
      expect(step({ stage: 0, steps: 0 }, [1, 0, 0, 0])).toEqual({ stage: 1, steps: 0 });
      expect(step({ stage: 0, steps: 0 }, [0.9, 0, 1, 1])).toEqual({ stage: 0, steps: 1 });
    });

    it("moves on after the most steps, and stays in the last stage (176 §Pitfalls)", () => {
      expect(step({ stage: 0, steps: 1 }, [0, 0, 0, 0])).toEqual({ stage: 0, steps: 2 });
      expect(step({ stage: 0, steps: 2 }, [0, 0, 0, 0])).toEqual({ stage: 1, steps: 0 });
      expect(step({ stage: 1, steps: 0 }, [1, 1, 1, 1])).toEqual({ stage: 1, steps: 0 });
    });

    it("reads the stage from its state alone", () => {
      const inputs = [difficulty, fullSignal("rollout", [0, 0, 0, 0])];
      expect([...piece.apply(inputs, layout, { step: 900 }).values]).toEqual([1, 0]);
      const later = piece.apply(inputs, layout, { step: 0, state: { stage: 1, steps: 0 } });
      expect([...later.values]).toEqual([0.15, 0.85]);
    });

    it("waits where no prompt of the stage has a reward", () => {
      const none = new SignalBuilder("rollout", 4);
      for (let i = 0; i < 4; i++) none.abstain(i, "no answer");
      expect(piece.adaptive?.step({ stage: 0, steps: 0 }, [difficulty, none.build()], layout, 0)).toEqual({
        stage: 0,
        steps: 1,
      });
    });
  });

  it("refuses limits that do not rise", () => {
    expect(() => curriculumStages({ limits: [3, 3] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`limits\` of \`sampler/curriculum-stages@1\` to be valid, got [3,3]: each limit must be greater than the one before.]`,
    );
  });

  it("knows range and trends", () => {
    expect(curriculumStages().range([])).toEqual({ min: 0, max: 1 });
    expect([0, 1].map((k) => curriculumStages({ promote: "success" }).trend(k, []))).toEqual(["unknown", "constant"]);
  });

  for (const promote of ["fixed", "success"]) {
    const options = { promote, limits: [-1, 1], steps: 2 };
    for (const law of lawsOf(curriculumStages, { options })) it(`${law.name}, ${promote}`, law.check);
  }
});

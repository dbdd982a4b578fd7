import { describe, expect, it } from "vitest";
import { rewardToGo } from "../credit/index.ts";
import { outcomeAt } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { accumulate } from "./accumulate.ts";
import { advantagesIn, resultIn, signalOf, stepped } from "./places.test-support.ts";

describe("accumulate", () => {
  const layout = stepped([2], [3, 2]);
  const before = [1, 0, 4, -2, 2];

  it("sums to the end of each rollout (165 §Mechanism 5, by hand)", () => {
    expect(advantagesIn(accumulate(), { layout, before })).toEqual([5, 4, 4, 0, 2]);
    expect(advantagesIn(accumulate({ gamma: 0.5 }), { layout, before })).toEqual([2, 2, 4, -1, 2]);
    expect(advantagesIn(accumulate({ gamma: 0 }), { layout, before })).toEqual(before);
    expect(accumulate().options).toEqual({ level: "step", gamma: 1 });
  });

  it("is the reward-to-go of the credit section (identity)", () => {
    const togo = rewardToGo({ gamma: 0.9 }).apply([signalOf("step", before), signalOf("rollout", [0, 0])], layout);
    expect(advantagesIn(accumulate({ gamma: 0.9 }), { layout, before })).toEqual([...togo.values]);
  });

  it.each([
    ["no rollout", [], [], []],
    ["no steps", [2], [0, 0], []],
    ["one step", [1], [1], [3]],
  ])("keeps %s", (_, groups, steps, given) => {
    expect(advantagesIn(accumulate({ level: "token" }), { layout: stepped(groups, steps), before: given })).toEqual(
      given,
    );
  });

  it("turns an overflow into a failure of the engine", () => {
    const out = resultIn(accumulate(), { layout: stepped([1], [2]), before: [1e308, 1e308] });
    expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  for (const options of [{}, { level: "token", gamma: 0.5 }] as const) {
    for (const law of lawsOf(accumulate, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

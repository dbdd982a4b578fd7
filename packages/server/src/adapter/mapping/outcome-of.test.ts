import { flatLayout, fullSignal, SignalBuilder } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { outcomeOf } from "./outcome-of.ts";

const layout = {
  ...flatLayout([1, 2]),
  stepOffsets: Int32Array.of(0, 2, 2, 3),
  tokenOffsets: Int32Array.of(0, 1, 3, 3),
};

describe("outcomeOf", () => {
  it("reads a rollout's own value, its group's, the batch's", () => {
    expect(outcomeOf(fullSignal("rollout", [1, 2, 3]), layout, 1)).toEqual({ kind: "scored", value: 2 });
    expect(outcomeOf(fullSignal("group", [10, 20]), layout, 1)).toEqual({ kind: "scored", value: 20 });
    expect(outcomeOf(fullSignal("batch", [7]), layout, 2)).toEqual({ kind: "scored", value: 7 });
  });

  it("takes the mean of the steps or tokens that are there", () => {
    const steps = new SignalBuilder("step", 3);
    steps.set(0, 4);
    steps.abstain(1, "no call");
    steps.fail(2, "judge", "silent");
    const signal = steps.build();
    expect(outcomeOf(signal, layout, 0)).toEqual({ kind: "scored", value: 4 });
    expect(outcomeOf(signal, layout, 1)).toEqual({ kind: "abstained", reason: "the rollout has no steps" });
    expect(outcomeOf(signal, layout, 2)).toMatchObject({ kind: "failed", blame: "judge" });
    expect(outcomeOf(fullSignal("token", [1, 2, 6]), layout, 1)).toEqual({ kind: "scored", value: 4 });
  });
});

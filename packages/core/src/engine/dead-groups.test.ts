import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, SignalBuilder } from "../signal/index.ts";
import { deadGroups } from "./dead-groups.ts";

const signal = (values: readonly (number | null)[]) => {
  const builder = new SignalBuilder("rollout", values.length);
  for (const [i, value] of values.entries()) {
    if (value === null) builder.abstain(i, "none");
    else builder.set(i, value);
  }
  return builder.build();
};

describe("deadGroups", () => {
  it.each([
    ["all equal", [1, 1, 1], [0, 0, 0], "all equal"],
    ["all missing", [null, null], [0, 0], "all missing"],
    ["one member", [1], [0], "one member"],
    ["one member left", [null, 1], [0, 0], "one member"],
    ["equal totals that a decoupled advantage tells apart", [1, 1], [-0.5, 0.5], undefined],
    ["different totals whose advantages cancel", [1, 2], [0, 0], "all equal"],
    ["equal but for a missing one", [1, null, 1], [0, 0, 0], "all equal"],
    ["one member whose reward is kept", [1], [1], undefined],
    ["a shift by the batch", [2, 2], [0.1, 0.1], "all equal"],
    ["a difference", [0, 1], [-1, 1], undefined],
  ])("%s", (_, total, advantages, why) => {
    const found = deadGroups(signal(total), fullSignal("rollout", advantages), flatLayout([total.length]));
    expect(found).toEqual(why === undefined ? [] : [{ group: 0, why }]);
  });

  it("names groups by their number and finds none in an empty batch", () => {
    const total = signal([0, 1, 3, 3, null]);
    const advantages = fullSignal("rollout", [-1, 1, 0, 0, 0]);
    expect(deadGroups(total, advantages, flatLayout([2, 2, 1])).map(({ group }) => group)).toEqual([1, 2]);
    expect(deadGroups(signal([]), signal([]), flatLayout([]))).toEqual([]);
  });
});

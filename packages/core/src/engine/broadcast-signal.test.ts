import { describe, expect, it } from "vitest";
import { abstained, failed, fullSignal, type Layout, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { broadcastSignal } from "./broadcast-signal.ts";

const LAYOUT: Layout = {
  groupOf: Int32Array.of(0, 0, 1),
  stepOffsets: Int32Array.of(0, 2, 2, 3),
  tokenOffsets: Int32Array.of(0, 3, 4, 4),
  stepOfToken: Int32Array.of(0, 1, -1, -1),
};

describe("broadcastSignal", () => {
  it.each([
    ["batch", "token", [7], [7, 7, 7, 7]],
    ["batch", "group", [7], [7, 7]],
    ["group", "rollout", [1, 2], [1, 1, 2]],
    ["group", "step", [1, 2], [1, 1, 2]],
    ["rollout", "step", [1, 2, 3], [1, 1, 3]],
    ["rollout", "token", [1, 2, 3], [1, 1, 1, 2]],
  ] as const)("gives a value a %s to each %s", (from, to, values, expected) => {
    const moved = broadcastSignal(fullSignal(from, values), to, LAYOUT);
    expect(moved).toEqual(fullSignal(to, expected));
  });

  it("is the signal itself at its own level", () => {
    const signal = fullSignal("step", [1, 2, 3]);
    expect(broadcastSignal(signal, "step", LAYOUT)).toBe(signal);
  });

  it("gives each place the reason of the value it would have had", () => {
    const signal = new SignalBuilder("rollout", 3);
    signal.fail(0, "judge", "timed out");
    signal.set(1, 5);
    signal.abstain(2, "not asked");
    const moved = broadcastSignal(signal.build(), "token", LAYOUT);
    expect([0, 1, 2, 3].map((i) => outcomeAt(moved, i))).toEqual([
      ...new Array(3).fill(failed("judge", "timed out")),
      { kind: "scored", value: 5 },
    ]);
    expect(outcomeAt(broadcastSignal(signal.build(), "step", LAYOUT), 2)).toEqual(abstained("not asked"));
  });

  it("gives a token of no step no value", () => {
    const moved = broadcastSignal(fullSignal("step", [1, 2, 3]), "token", LAYOUT);
    expect([...moved.values, ...moved.present]).toEqual([1, 2, 0, 0, 1, 1, 0, 0]);
  });
});

import { describe, expect, it } from "vitest";
import { deviation, measure, newMembers } from "./members.ts";
import { signalOf } from "./places.test-support.ts";

describe("measure", () => {
  it.each([
    // with the holes last, so that both have the same members at the same places
    ["three that differ", [1, 2, 6], { count: 3, mean: 3, squares: 14, equal: false }],
    ["equal ones whose mean is not representable", [0.1, 0.1, 0.1], { count: 3, mean: 0.1, squares: 0, equal: true }],
    ["one", [7], { count: 1, mean: 7, squares: 0, equal: true }],
    ["none", [], { count: 0, mean: 0, squares: 0, equal: true }],
  ])("knows count, mean and squares of %s, with and without holes beside them (by hand)", (_, rewards, expected) => {
    for (const holes of [[], [undefined, undefined]]) {
      const reward = signalOf("rollout", [100, ...rewards, ...holes, 100]);
      const members = newMembers(1, 1 + rewards.length + holes.length, reward);
      measure(reward, members);
      expect(members).toMatchObject({ ...expected, complete: holes.length === 0 });
    }
  });

  it("knows nothing before, and of no signal that it is complete", () => {
    const none = { from: 2, to: 5, count: 0, mean: 0, squares: 0, shift: 0, gain: 0, equal: true, complete: false };
    expect(newMembers(2, 5)).toEqual(none);
  });
});

describe("deviation", () => {
  it.each([
    [8, 4, 0, Math.SQRT2],
    [8, 3, 1, 2],
    [0, 3, 1, 0],
    [0, 1, 0, 0],
    [0, 1, 1, 0],
    [0, 0, 0, 0],
    [0, 0, 1, 0],
  ])("of the squares %d of %d numbers, %d of them free, is %d", (squares, count, freedom, expected) => {
    expect(deviation(squares, count, freedom)).toBe(expected);
  });
});

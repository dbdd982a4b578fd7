import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal } from "../signal/index.ts";
import { tokenCounts } from "./token-counts.ts";

describe("tokenCounts", () => {
  const input = { total: fullSignal("rollout", [1, 2]), over: [] };
  const layout = { ...flatLayout([2]), tokenOffsets: Int32Array.of(0, 3, 8) };

  it("takes what is given before what the layout has (by hand)", () => {
    expect([...tokenCounts({ ...input, tokenCounts: Float64Array.of(7, 9) }, layout)]).toEqual([7, 9]);
    expect([...tokenCounts(input, layout)]).toEqual([3, 5]);
    expect([...tokenCounts({ ...input, total: fullSignal("rollout", []) }, flatLayout([]))]).toEqual([]);
  });

  it.each([
    ["none", undefined, flatLayout([2])],
    ["3", Float64Array.of(1, 2, 3), flatLayout([2])],
    ["3", Float64Array.of(1, 2, 3), layout],
  ])("refuses %s for two rollouts, with a way out", (got, given, where) => {
    const counts = given === undefined ? {} : { tokenCounts: given };
    expect(() => tokenCounts({ ...input, ...counts }, where)).toThrowError(
      expect.objectContaining({
        code: "GUERDON_SHAPE",
        message: `Expected \`tokenCounts\` to have shape [R] = [2], got ${got}.`,
        hint: "Send the tokens of the rollouts, or normalise with `batch: rollout`.",
        details: { symbol: "R", expected: 2 },
      }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { rank } from "./rank.ts";
import { winRate } from "./win-rate.ts";

const full = (values: readonly number[]) => fullSignal("rollout", values);
const ranked = (options: Parameters<typeof rank>[0], values: readonly number[], sizes: readonly number[]) => [
  ...rank(options).apply([full(values)], flatLayout(sizes)).values,
];

describe("rank", () => {
  it.each([
    ["min", [5, 4, 3, 1], [1, 2 / 3, 1 / 3, 0]],
    ["min", [5, 5, 1, 3], [1, 1, 0, 1 / 3]],
    ["min", [5, 1, 1], [1, 0, 0]],
    ["min", [2, 2, 2], [0, 0, 0]],
    ["min", [9], [0]],
    ["average", [5, 5, 1, 3], [5 / 6, 5 / 6, 0, 1 / 3]],
    ["average", [2, 2, 2], [0.5, 0.5, 0.5]],
    ["average", [9], [0.5]],
  ] as const)("with ties %s of %j is %j (021, by hand)", (ties, values, expected) => {
    expect(ranked({ ties }, values, [values.length])).toEqual(expected);
  });

  it("is 1 − k / (N − 1) without ties (021, elimination)", () => {
    const values = [0.3, 0.9, 0.1, 0.4, 0.7];
    const places = values.map((value) => values.filter((other) => other > value).length);
    expect(ranked({}, values, [5])).toEqual(places.map((k) => (4 - k) / 4));
  });

  it("breaks ties by a second input, and averages what is equal in both", () => {
    const [of, tieBreak] = [full([1, 1, 1, 0]), full([3, 2, 3, 9])];
    const out = rank({ ties: "break" }).apply([of, tieBreak], flatLayout([4]));
    expect([...out.values]).toEqual([2.5 / 3, 1 / 3, 2.5 / 3, 0]);
    expect([...rank({ ties: "break" }).apply([full([4]), full([1])], flatLayout([1])).values]).toEqual([0.5]);
  });

  it("averages ties as the win rate against the others does (188, twin)", () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6, 4, 3, 3, 8];
    const layout = flatLayout([4, 23]);
    const [ranks, wins] = [rank({ ties: "average" }), winRate()].map((piece) => piece.apply([full(values)], layout));
    wins?.values.forEach((win, i) => {
      expect(ranks?.values[i]).toBeCloseTo(win, 14);
    });
  });

  it("compares within the group, or over the batch", () => {
    expect(ranked({}, [1, 2, 3, 4], [2, 2])).toEqual([0, 1, 0, 1]);
    expect(ranked({ over: "batch" }, [1, 2, 3, 4], [2, 2])).toEqual([0, 1 / 3, 2 / 3, 1]);
  });

  it("gives missing members no rank", () => {
    const of = { ...full([1, 9, 3]), present: Uint8Array.of(1, 0, 1) };
    expect([...rank().apply([of], flatLayout([3])).values]).toEqual([0, 0, 1]);
    expect([...rank({ ties: "average" }).apply([of], flatLayout([3])).values]).toEqual([0, 0, 1]);
    expect([...rank({ ties: "break" }).apply([of, of], flatLayout([3])).values]).toEqual([0, 0, 1]);
  });

  it("knows inputs, scope, trend, range and defaults", () => {
    expect(rank({ ties: "break" }).inputs).toEqual([{ name: "of" }, { name: "tieBreak" }]);
    expect(rank().inputs).toEqual([{ name: "of" }]);
    expect([rank().scope, rank({ over: "batch" }).scope, rank().trend(0, [])]).toEqual([
      "group",
      "batch",
      "increasing",
    ]);
    expect(rank().range([])).toEqual({ min: 0, max: 1 });
    expect(rank().options).toEqual({ over: "group", ties: "min" });
  });

  for (const ties of ["min", "average", "break"]) {
    for (const law of lawsOf(rank, { options: { ties } })) it(`${law.name}, ties ${ties}`, law.check);
  }
  for (const law of lawsOf(rank, { options: { over: "batch" } })) it(`${law.name}, over the batch`, law.check);
});

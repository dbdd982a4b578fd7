import { describe, expect, it } from "vitest";
import { outcomeAt } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type AbsoluteAnchoredOptions, absoluteAnchored } from "./absolute-anchored.ts";
import { groupBy } from "./group-by.ts";
import { advantagesIn, resultIn, stepped } from "./places.test-support.ts";

const layout = stepped([2], [2, 2]);
const values = [1, 3, 3, 1];

describe("absoluteAnchored", () => {
  it("adds k times the value to its difference from the group (080 §Mechanism, by hand)", () => {
    const out = advantagesIn(absoluteAnchored({ k: 0.5, omega: "off", scale: "population-std", eps: 0 }), {
      layout,
      inputs: [values],
    });
    expect(out).toEqual([-0.5, 2.5, 2.5, -0.5]);
    const early = absoluteAnchored({ k: 0.5, kSteps: 1, omega: "off", scale: "population-std", eps: 1 });
    expect(advantagesIn(early, { layout, inputs: [values] })).toEqual([-0.5 + 0.5, 0.5, 0.5 + 1.5, -0.5]);
  });

  it("is k · ω · Q and not 0 where the group agrees, without a jump on the way there (080 §Exact)", () => {
    const piece = absoluteAnchored({ k: 0.1, omega: "off" });
    expect(advantagesIn(piece, { layout: stepped([2], [1, 1]), inputs: [[2, 2]] })).toEqual([0.2, 0.2]);
    const [low, high] = advantagesIn(piece, { layout: stepped([2], [1, 1]), inputs: [[2, 2 + 1e-12]] });
    expect(low).toBeCloseTo(0.2, 5);
    expect(high).toBeCloseTo(0.2, 5);
  });

  it("weighs steps by their value over time, of each rollout or of the group (by hand)", () => {
    const options = { k: 1, scale: "population-std", eps: 0 } as const;
    // A without weights: 0, 4, 4, 0; means over time 2 and 2
    expect(advantagesIn(absoluteAnchored({ ...options, omega: "own" }), { layout, inputs: [values] })).toEqual([
      0, 6, 6, 0,
    ]);
    const rising = [1, 3, 3, 9];
    // group: means 2 and 6 over their mean 4
    expect(advantagesIn(absoluteAnchored({ ...options, omega: "group" }), { layout, inputs: [rising] })).toEqual([
      0, 3, 2, 15,
    ]);
    expect(advantagesIn(absoluteAnchored({ ...options, k: 0, omega: "group" }), { layout, inputs: [rising] })).toEqual([
      -0.5, -1.5, 0.5, 1.5,
    ]);
    // group: means 2 and 4 over their mean 3; own: 1 and 3 over 2, 3 and 5 over 4
    const apart = { layout, inputs: [[1, 3, 3, 5]] };
    const [group, own] = (["group", "own"] as const).map((omega) =>
      advantagesIn(absoluteAnchored({ ...options, k: 0, omega }), apart),
    );
    [-2 / 3, -4 / 3, 2 / 3, 4 / 3].forEach((a, i) => {
      expect(group?.[i]).toBeCloseTo(a, 14);
    });
    expect(own).toEqual([-0.5, -1.5, 0.75, 1.25]);
  });

  it("has the weight 1 where the mean over time is not positive", () => {
    for (const omega of ["own", "group"] as const) {
      for (const sums of [
        [-1, 1, -1, 1],
        [-2, -1, -2, -1],
      ]) {
        const off = advantagesIn(absoluteAnchored({ omega: "off" }), { layout, inputs: [sums] });
        expect(advantagesIn(absoluteAnchored({ omega }), { layout, inputs: [sums] })).toEqual(off);
      }
    }
  });

  it("takes weights of each group from that group, and from the steps there are", () => {
    const both = stepped([1, 1], [2, 3]);
    const piece = absoluteAnchored({ k: 1, omega: "group" });
    const out = advantagesIn(piece, { layout: both, inputs: [[1, 3, 2, undefined, 4]] });
    expect(out).toEqual([0.5, 4.5, 2 * (2 / 3), 0, 4 * (4 / 3)]);
    const own = absoluteAnchored({ k: 1, omega: "own" });
    expect(advantagesIn(own, { layout: both, total: [undefined, 1], inputs: [[1, 3, 2, undefined, 4]] })).toEqual([
      0,
      0,
      2 * (2 / 3),
      0,
      4 * (4 / 3),
    ]);
  });

  it("is group-by with the same step for k = 0 without weights (identity), and its mean is GRPO's", () => {
    const credit = [0.5, 1, 2, 0, -1, 4];
    const given = { layout: stepped([3], [2, 2, 2]), inputs: [credit] };
    const twin = groupBy({ by: "index", eps: 1e-6 });
    expect(advantagesIn(absoluteAnchored({ k: 0, omega: "off" }), given)).toEqual(advantagesIn(twin, given));
  });

  it.each([
    ["no rollout", [], [], []],
    ["no steps", [2], [0, 0], []],
    ["all missing", [2], [1, 1], [undefined, undefined]],
    ["zeros", [2], [1, 1], [0, 0]],
  ])("is zero for %s", (_, groups, steps, given) => {
    for (const omega of ["own", "group", "off"] as const) {
      const out = advantagesIn(absoluteAnchored({ omega }), { layout: stepped(groups, steps), inputs: [given] });
      expect(out.every((a) => a === 0)).toBe(true);
    }
  });

  it("turns an overflow into a failure of the engine", () => {
    for (const omega of ["own", "group"] as const) {
      const out = resultIn(absoluteAnchored({ omega }), { layout: stepped([1], [2]), inputs: [[1e308, 1e308]] });
      expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
    }
  });

  it("has its defaults", () => {
    expect(absoluteAnchored().options).toEqual({ k: 0.1, eps: 1e-6, omega: "group", scale: "sample-std" });
  });

  const settings: readonly Partial<AbsoluteAnchoredOptions>[] = [
    {},
    { omega: "own", kSteps: 1 },
    { omega: "off", k: 0, scale: "population-std" },
  ];
  for (const options of settings) {
    for (const law of lawsOf(absoluteAnchored, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

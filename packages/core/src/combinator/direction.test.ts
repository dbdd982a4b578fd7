import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Signal, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { direction } from "./direction.ts";
import { weightedSum } from "./weighted-sum.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));

const layout = flatLayout([2]);
const rewards = of([1, 5], [2, 0]);

describe("direction", () => {
  it("projects on (cos φ, sin φ) (118 §Mechanism)", () => {
    const phi = Math.PI / 6;
    const out = direction({ vector: [Math.cos(phi), Math.sin(phi)] }).apply(rewards, layout).values;
    expect(out[0]).toBeCloseTo(Math.cos(phi) + 2 * Math.sin(phi), 12);
    expect(out[1]).toBeCloseTo(5 * Math.cos(phi), 12);
  });

  it("brings the vector to length 1 unless told not to", () => {
    expect([...direction({ vector: [3, -4] }).apply(rewards, layout).values]).toEqual([0.6 - 1.6, 3]);
    expect([...direction({ vector: [3, -4], unit: false }).apply(rewards, layout).values]).toEqual([-5, 15]);
  });

  it("is a weighted sum for a vector that is not brought to length 1 (identity)", () => {
    const twin = weightedSum({ weights: [3, -4] }).apply(rewards, layout).values;
    expect([...direction({ vector: [3, -4], unit: false }).apply(rewards, layout).values]).toEqual([...twin]);
  });

  it("reads a direction for each rollout where none is fixed; one of length 0 gives 0", () => {
    const own = of([3, 0], [4, 0]);
    expect([...direction().apply([...rewards, ...own], layout).values]).toEqual([(3 + 8) / 5, 0]);
    expect([...direction({ unit: false }).apply([...rewards, ...own], layout).values]).toEqual([11, 0]);
  });

  it("standardises rewards, not directions, over the group or the batch (by hand)", () => {
    const spread = of([1, 3, 10, 10]);
    const at = (standardise: "group" | "batch"): readonly number[] => [
      ...direction({ vector: [2], standardise }).apply(spread, flatLayout([2, 2])).values,
    ];
    expect(at("group")).toEqual([-1, 1, 0, 0]);
    expect(at("batch")[2]).toBeCloseTo(4 / Math.sqrt((25 + 9 + 16 + 16) / 4), 12);
    const mixed = direction({ standardise: "group" }).apply([...of([1, 3]), ...of([-2, -8])], layout).values;
    expect([...mixed]).toEqual([1, -1]);
  });

  it("knows its range, trend and scope", () => {
    const ranges = [
      { min: 0, max: 5 },
      { min: -1, max: 10 },
    ];
    expect(direction({ vector: [3, -4] }).range(ranges)).toEqual({ min: -8, max: 3.8 });
    expect(direction({ vector: [0, 2] }).range(ranges)).toEqual({ min: -1, max: 10 });
    expect(direction().range([{ min: -3, max: 1 }, { min: 0, max: 4 }, ...ranges])).toEqual({ min: -5, max: 5 });
    expect(direction({ unit: false }).range(ranges)).toEqual({ min: -50, max: 50 });
    expect(direction({ vector: [1, 1], standardise: "group" }).range(ranges)).toEqual(UNBOUNDED);
    expect(
      [0, 1, 2].map((index) => direction({ vector: [1, -1, 0] }).trend(index, [...ranges, ...ranges.slice(1)])),
    ).toEqual(["increasing", "decreasing", "constant"]);
    expect(direction().trend(0, ranges)).toBe("unknown");
    expect(
      [direction(), direction({ standardise: "group" }), direction({ standardise: "batch" })].map((p) => p.scope),
    ).toEqual(["rollout", "group", "batch"]);
  });

  it("refuses no direction at all, and one of another size", () => {
    expect(() => direction({ vector: [0, 0] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`vector\` of \`combinator/direction@1\` to be valid, got [0,0]: a direction needs a component other than 0.]`,
    );
    expect(() => direction({ vector: [1] }).apply(rewards, layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`vector\` to have one component for each of the 2 rewards, got 1.]`,
    );
    expect(() => direction().apply(of([1, 1]), layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`of\` to list as many components as values before them, got 1 entries.]`,
    );
  });

  for (const law of lawsOf(direction, { options: { vector: [1, -2, 0] } })) it(law.name, law.check);
  for (const law of lawsOf(direction, { options: { vector: [1, -2, 0], standardise: "group", unit: false } })) {
    it(`${law.name}, standardised`, law.check);
  }
  for (const law of lawsOf(direction, { inputCount: 4 })) it(`${law.name}, by rollout`, law.check);
  for (const law of lawsOf(direction, { options: { standardise: "batch", unit: false }, inputCount: 4 })) {
    it(`${law.name}, by rollout, standardised`, law.check);
  }

  it("reads a list of any length, `of`", () => {
    expect(direction().inputs).toEqual([{ name: "of", many: true }]);
  });

  it("says with an error how many components it wants", () => {
    const refused = (): unknown => {
      try {
        return direction({ vector: [1] }).range([UNBOUNDED, UNBOUNDED]);
      } catch (error) {
        return error;
      }
    };
    expect(refused()).toMatchObject({ code: "GUERDON_OPTION", details: { expected: 2, got: 1 } });
  });

  it("does not let an unbounded reward reach through a component of 0", () => {
    const unit = { min: 0, max: 1 };
    const none = { min: 0, max: 0 };
    expect(direction({ vector: [1, 0] }).range([unit, UNBOUNDED])).toEqual(unit);
    expect(direction({ unit: false }).range([unit, UNBOUNDED, unit, none])).toEqual({ min: -1, max: 1 });
    expect(direction({ unit: false }).range([unit, none, unit, UNBOUNDED])).toEqual({ min: -1, max: 1 });
    expect(direction({ unit: false }).range([none, unit, UNBOUNDED, unit])).toEqual({ min: -1, max: 1 });
  });

  it("calls what it lacks components, of its range too", () => {
    expect(() => direction().range([UNBOUNDED])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`of\` to list as many components as values before them, got 1 entries.]`,
    );
  });
});

import { describe, expect, it } from "vitest";
import { flatLayout, outcomeAt } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { groupRelative } from "./group-relative.ts";
import { type HierarchicalOptions, hierarchical } from "./hierarchical.ts";
import { advantagesIn, resultIn } from "./places.test-support.ts";

const layout = flatLayout([4]);
const total = [4, 2, 1, 1];
const strata = [512, 512, 2048, 2048];
const best = [4, 4, 2, 2];

describe("hierarchical", () => {
  it("adds what a budget's rollouts fell short of and what they were ahead of the group (137 §Mechanism, by hand)", () => {
    // group mean 2; means of the strata 3 and 1; shortfalls −1 and −1
    expect(advantagesIn(hierarchical({ scale: "none" }), { layout, total, inputs: [strata, best] })).toEqual([
      1, -1, -2, -2,
    ]);
    const scaled = advantagesIn(hierarchical({ eps: 0 }), { layout, total, inputs: [strata, best] });
    expect(scaled[0]).toBeCloseTo(2 / Math.sqrt(2) - 1, 14);
    const population = advantagesIn(hierarchical({ eps: 0.5, scale: "population-std" }), {
      layout,
      total,
      inputs: [strata, best],
    });
    expect(population[0]).toBeCloseTo(2 / (Math.sqrt(1.5) + 0.5) - 1, 14);
  });

  it.each<[Partial<HierarchicalOptions>, readonly number[]]>([
    [{ intraBaseline: "none" }, [2 + 3, 0 + 3, -1 + 1, -1 + 1]],
    [{ intraBaseline: "group-mean" }, [2 + 1, 0 + 1, -1 - 1, -1 - 1]],
    [{ intraBaseline: "group-mean", intraWeight: 0.5, interWeight: 2 }, [4.5, 0.5, -2.5, -2.5]],
    [{ intraBaseline: "group-mean", interWeight: 0 }, [1, 1, -1, -1]],
  ])("weighs its two parts by %j (by hand)", (options, expected) => {
    expect(advantagesIn(hierarchical({ scale: "none", ...options }), { layout, total, inputs: [strata] })).toEqual(
      expected,
    );
  });

  it("is Dr. GRPO with one stratum (identity), and GRPO with a deviation", () => {
    for (const scale of ["none", "sample-std"] as const) {
      const one = hierarchical({ intraBaseline: "group-mean", scale });
      const twin = groupRelative({ scale, eps: 1e-6 });
      expect(advantagesIn(one, { layout, total, inputs: [[7, 7, 7, 7]] })).toEqual(
        advantagesIn(twin, { layout, total }),
      );
    }
  });

  it("leaves out what lacks a reward, stratum or target", () => {
    const given = { layout: flatLayout([7]), total: [...total, undefined, 9, 9] };
    const inputs = [
      [...strata, 512, undefined, 512],
      [...best, 4, 4, undefined],
    ];
    expect(advantagesIn(hierarchical({ scale: "none" }), { ...given, inputs })).toEqual([1, -1, -2, -2, 0, 0, 0]);
  });

  it("keeps strata of one group apart from those of another", () => {
    const piece = hierarchical({ intraBaseline: "none", interWeight: 0 });
    expect(advantagesIn(piece, { layout: flatLayout([2, 2]), total: [1, 3, 10, 30], inputs: [[5, 5, 5, 5]] })).toEqual([
      2, 2, 20, 20,
    ]);
  });

  it("tells any number of strata apart in groups of any size (slow twin)", () => {
    const sizes = [3, 40, 2];
    const keys = Array.from({ length: 45 }, (_, i) => (i * 7) % 20);
    const rewards = Array.from({ length: 45 }, (_, i) => (i * i) % 31);
    const groups = flatLayout(sizes);
    const piece = hierarchical({ intraBaseline: "none", interWeight: 0 });
    advantagesIn(piece, { layout: groups, total: rewards, inputs: [keys] }).forEach((a, i) => {
      const own = rewards.filter((_, j) => groups.groupOf[j] === groups.groupOf[i] && keys[j] === keys[i]);
      expect(a).toBeCloseTo(own.reduce((sum, reward) => sum + reward, 0) / own.length, 12);
    });
  });

  it("compares two members, and knows the mean of equal rewards exactly (by hand)", () => {
    const two = {
      layout: flatLayout([2]),
      total: [1, 3],
      inputs: [
        [1, 2],
        [0, 0],
      ],
    };
    expect(advantagesIn(hierarchical({ scale: "none", intraWeight: 0 }), two)).toEqual([-1, 1]);
    const three = { layout: flatLayout([3]), total: [0.1, 0.1, 0.1], inputs: [[7, 7, 7]] };
    expect(advantagesIn(hierarchical({ intraBaseline: "none", interWeight: 0 }), three)).toEqual([0.1, 0.1, 0.1]);
  });

  it("has no inter part for a group of one", () => {
    expect(advantagesIn(hierarchical(), { layout: flatLayout([1]), total: [3], inputs: [[1], [4]] })).toEqual([-1]);
  });

  it.each([
    ["no rollout", [], [], []],
    ["one rollout", [1], [3], [0]],
    ["all equal and not representable", [3], [0.1, 0.1, 0.1], [1, 2, 2]],
    ["all missing", [2], [undefined, undefined], [1, 1]],
  ])("is zero for %s", (_, groups, rewards, keys) => {
    const piece = hierarchical({ intraBaseline: "group-mean", eps: 0 });
    expect(
      advantagesIn(piece, { layout: flatLayout(groups), total: rewards, inputs: [keys] }).every((a) => a === 0),
    ).toBe(true);
  });

  it("turns an overflow into a failure of the engine", () => {
    const out = resultIn(hierarchical(), { layout, total: [1e308, 1e308, 1e308, -1e308], inputs: [strata, best] });
    expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  it("has the defaults of its card and says what it keeps", () => {
    expect(hierarchical().options).toEqual({
      interWeight: 1,
      intraWeight: 1,
      intraBaseline: "given",
      scale: "sample-std",
      eps: 1e-6,
    });
    const facts = (options: Partial<HierarchicalOptions>): unknown => [
      hierarchical(options).shiftInvariant,
      hierarchical(options).zeroSum,
      hierarchical(options).inputs?.length,
    ];
    expect(facts({})).toEqual([undefined, undefined, 2]);
    expect(facts({ intraBaseline: "group-mean" })).toEqual([true, "group", 1]);
    expect(facts({ intraWeight: 0 })).toEqual([true, "group", 2]);
  });

  for (const options of [{ intraBaseline: "group-mean" }, { intraWeight: 0, scale: "none" }] as const) {
    for (const law of lawsOf(hierarchical, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
  const skip = [{ law: "gives 0 where all members are equal", reason: "they may all fall short of the target" }];
  for (const law of lawsOf(hierarchical, { skip })) it(`${law.name}, with a target`, law.check);
});

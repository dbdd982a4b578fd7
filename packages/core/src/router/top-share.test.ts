import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, UNIT } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { topShare } from "./top-share.ts";

const rates = fullSignal("group", [0.2, 0.8, 0.5, 0.8, 0.8]);
const layout = flatLayout([1, 1, 1, 1, 1]);
const at = (options: object): readonly number[] => [
  ...topShare({ from: "groups", ...options }).apply([rates], layout).values,
];

describe("topShare", () => {
  it.each([
    [{}, [0, 1, 0, 0, 0]],
    [{ share: 0.21 }, [0, 1, 0, 1, 0]],
    [{ share: 0.8 }, [0, 1, 1, 1, 1]],
    [{ share: 0 }, [0, 0, 0, 0, 0]],
    [{ share: 1 }, [1, 1, 1, 1, 1]],
    [{ share: 1e-15 }, [0, 1, 0, 0, 0]],
    [{ end: "bottom", share: 0.6 }, [1, 1, 1, 0, 0]],
    [{ by: "threshold", threshold: 0.8 }, [0, 1, 0, 1, 1]],
    [{ by: "threshold", threshold: 0.5, end: "bottom" }, [1, 0, 1, 0, 0]],
    [{ by: "threshold" }, [0, 0, 0, 0, 0]],
  ] as const)("takes with %j, the earlier of equal ones (091 §Mechanism, by hand)", (options, expected) => {
    expect(at(options)).toEqual(expected);
  });

  it("takes ⌈λ · K⌉ groups by the mean of their rollouts, and no more for rounding", () => {
    const of = fullSignal("rollout", [0, 0, 1, 1, 1, 0]);
    expect([...topShare({ share: 0.4 }).apply([of], flatLayout([2, 2, 2])).values]).toEqual([0, 1, 1]);
    const thirty = fullSignal(
      "group",
      Array.from({ length: 30 }, (_, g) => g),
    );
    const out = topShare({ share: 0.1, from: "groups" }).apply([thirty], flatLayout(new Array(30).fill(1)));
    expect(out.values.reduce((sum, value) => sum + value, 0)).toBe(3);
  });

  it("does not count a group that is missing", () => {
    const some = { ...rates, present: Uint8Array.of(1, 0, 1, 1, 0) };
    const out = topShare({ from: "groups", share: 0.4 }).apply([some], layout);
    expect([[...out.values], [...out.present]]).toEqual([
      [0, 0, 1, 1, 0],
      [1, 0, 1, 1, 0],
    ]);
  });

  it("knows its range, trend and scope", () => {
    const range = (options: object): object => topShare(options).range([{ min: 0.2, max: 0.8 }]);
    expect(range({})).toEqual(UNIT);
    expect([range({ share: 0 }), range({ share: 1 })]).toEqual([
      { min: 0, max: 0 },
      { min: 1, max: 1 },
    ]);
    const by = "threshold";
    expect([range({ by, threshold: 0.2 }), range({ by, threshold: 0.8 }), range({ by, threshold: 0.81 })]).toEqual([
      { min: 1, max: 1 },
      UNIT,
      { min: 0, max: 0 },
    ]);
    const end = "bottom";
    expect([
      range({ by, end, threshold: 0.8 }),
      range({ by, end, threshold: 0.2 }),
      range({ by, end, threshold: 0.1 }),
    ]).toEqual([{ min: 1, max: 1 }, UNIT, { min: 0, max: 0 }]);
    const trend = (options: object): string => topShare(options).trend(0, [UNIT]);
    expect([trend({}), trend({ end }), trend({ share: 0 })]).toEqual(["increasing", "decreasing", "constant"]);
    expect([topShare().scope, topShare({ by }).scope]).toEqual(["batch", "group"]);
  });

  for (const options of [{}, { from: "groups", end: "bottom" }, { by: "threshold", threshold: 0 }]) {
    for (const law of lawsOf(topShare, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

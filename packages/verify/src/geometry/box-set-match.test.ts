import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { assignPairs } from "./assign-pairs.ts";
import { boxGiou, boxIou, meanBoxIou, temporalIou } from "./box-overlap.ts";
import { boxSetMatch } from "./box-set-match.ts";

function permutations(n: number): readonly (readonly number[])[] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]),
  );
}

describe("overlap", () => {
  it("is IoU, GIoU and temporal IoU (by hand)", () => {
    expect(boxIou([0, 0, 2, 2], [1, 1, 3, 3])).toBeCloseTo(1 / 7, 12);
    expect(boxGiou([0, 0, 2, 2], [1, 1, 3, 3])).toBeCloseTo(1 / 7 - 2 / 9, 12);
    expect(boxIou([0, 0, 1, 1], [1, 0, 2, 1])).toBe(0);
    expect(boxGiou([0, 0, 1, 1], [0, 0, 1, 1])).toBe(1);
    expect(boxIou([0, 0, 0, 0], [0, 0, 0, 0])).toBe(0);
    expect(temporalIou([0, 1], [2, 3])).toBe(0);
    expect(meanBoxIou([[0, 0, 1, 1], undefined, undefined], [[0, 0, 1, 1], undefined, [0, 0, 1, 1]])).toBeCloseTo(
      2 / 3,
    );
    expect(meanBoxIou([], [])).toBe(0);
  });
});

describe("assignPairs", () => {
  it("is the cheapest of all assignments, on 60 tables", () => {
    let seed = 3;
    const draw = (): number => {
      seed = (seed * 48271) % 2147483647;
      return (seed % 41) - 20;
    };
    for (let n = 0; n < 60; n++) {
      const rows = 1 + (n % 5);
      const columns = 1 + ((n >> 2) % 5);
      const cost = Array.from({ length: rows }, () => Array.from({ length: columns }, draw));
      const wide = Math.max(rows, columns);
      const total = (pairs: readonly number[]): number => pairs.reduce((sum, c, r) => sum + (cost[r]?.[c] ?? 0), 0);
      const pairs = assignPairs(cost);
      expect(pairs.filter((c) => c >= 0).length).toBe(Math.min(rows, columns));
      expect(total(pairs)).toBe(Math.min(...permutations(wide).map((order) => total(order.slice(0, rows)))));
    }
    expect(assignPairs([])).toEqual([]);
    expect(assignPairs([[], []])).toEqual([-1, -1]);
  });
});

describe("boxSetMatch", () => {
  const gold = [
    [0, 0, 10, 10],
    [20, 20, 30, 30],
  ];
  const text = [
    JSON.stringify(gold),
    "[[0,0,10,10]]",
    "[[0,0,10,10],[20,20,30,30],[50,50,60,60],[70,70,80,80]]",
    "[[0,0,10,6],[20,20,30,24]]",
    "[]",
    "none",
    "[[5,5,1,1]]",
  ];
  const columns = { text, expected: text.map(() => gold) };

  it.each([
    [{ measure: "recall" }, [1, 0.5, 1, 0.5, 0, 0, 0]],
    [{ measure: "precision" }, [1, 1, 0.5, 0.3, 0, 0, 0]],
    [{ measure: "precision", denominator: "matched" }, [1, 1, 1, 0.3, 0, 0, 0]],
    [{ measure: "precision", normaliseDistance: false, quality: "iou" }, [1, 1, 0.5, 0.3, 0, 0, 0]],
    [{ measure: "weighted" }, [1, 0.75, 0.75, 0.5, 0, 0, 0]],
  ] as const)("%o (by hand)", async (options, values) => {
    expect(await scoreValues(boxSetMatch(options), columns)).toEqual(values.map((value) => expect.closeTo(value, 12)));
  });

  it("weighs boxes by their weight (140, by hand)", async () => {
    const expected = [
      { box: [0, 0, 10, 10], weight: 1 },
      { box: [20, 20, 30, 30], weight: 0.25 },
    ];
    const rows = {
      text: ["[[0,0,10,10]]", "[[20,20,30,30]]", "[[0,0,10,10],[0,0,10,10]]"],
      expected: Array(3).fill(expected),
    };
    expect(await scoreValues(boxSetMatch({ measure: "weighted-recall" }), rows)).toEqual([0.8, 0.2, 0.8]);
    expect(await scoreValues(boxSetMatch({ measure: "weighted-precision" }), rows)).toEqual([1, 0.25, 1]);
    const once = boxSetMatch({ measure: "weighted-precision", match: "assign" });
    expect(await scoreValues(once, rows)).toEqual([1, 0.25, 0.5]);
  });

  it("says what is wrong, and 1 for nothing where nothing is expected", async () => {
    expect(
      await scoreRows(boxSetMatch(), { text: ["[]", "{}", "x", "[[0,0,1]]", "[]"], expected: [[], [], [], [], null] }),
    ).toEqual([
      [1, "0 stated, 0 expected"],
      [0, "the JSON is no list of boxes"],
      [0, "the text is not JSON"],
      [0, "the JSON is no list of boxes"],
      ["task", "Expected `expected` to list at most 200 boxes, got something else."],
    ]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(boxSetMatch(), { expected: [gold] });
    expect(ms, name).toBeLessThan(150);
  });

  for (const options of [{}, { measure: "weighted" }])
    for (const law of lawsOf(boxSetMatch, { options, columns }))
      it(`${JSON.stringify(options)} ${law.name}`, law.check);
});

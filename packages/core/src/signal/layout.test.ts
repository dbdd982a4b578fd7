import { describe, expect, it } from "vitest";
import { broadcasts, flatLayout, groupOffsets, type Layout, LEVELS, sizeAt } from "./index.ts";

const LAYOUT: Layout = {
  groupOf: Int32Array.of(0, 0, 1),
  stepOffsets: Int32Array.of(0, 2, 2, 5),
  tokenOffsets: Int32Array.of(0, 4, 4, 4),
};

describe("sizeAt", () => {
  it("counts the values of each level", () => {
    expect(LEVELS.map((level) => [level, sizeAt(LAYOUT, level)])).toEqual([
      ["batch", 1],
      ["group", 2],
      ["rollout", 3],
      ["step", 5],
      ["token", 4],
    ]);
  });

  it("is 0 for an empty batch at every level but the batch's own", () => {
    expect(LEVELS.map((level) => sizeAt(flatLayout([]), level))).toEqual([1, 0, 0, 0, 0]);
  });
});

describe("flatLayout", () => {
  it.each([
    ["no group", [], [], [0]],
    ["one group of one", [1], [0], [0, 1]],
    ["groups of several sizes", [2, 1, 3], [0, 0, 1, 2, 2, 2], [0, 2, 3, 6]],
  ])("lays out %s", (_, sizes, groupOf, offsets) => {
    const layout = flatLayout(sizes);
    expect([...layout.groupOf]).toEqual(groupOf);
    expect([...groupOffsets(layout)]).toEqual(offsets);
    expect([...layout.stepOffsets, ...layout.tokenOffsets]).toEqual(new Array(2 * groupOf.length + 2).fill(0));
  });
});

describe("broadcasts", () => {
  it("lets a level be read at itself and at every finer one", () => {
    const table = LEVELS.map((from) => LEVELS.map((to) => (broadcasts(from, to) ? "+" : ".")).join(""));
    expect(table).toEqual(["+++++", ".++++", "..+++", "...++", "....+"]);
  });
});

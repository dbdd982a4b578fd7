import { streamKey, uniformAt } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import type { NumberSpace } from "./environment-kind.ts";
import { numberSpaceInfo, sampleSpace, spaceContains } from "./number-space.ts";

const { POSITIVE_INFINITY: ANY, NEGATIVE_INFINITY: NONE } = Number;
const BOX: NumberSpace = { kind: "box", low: [-1, 0, NONE, NONE], high: [1, ANY, 0, ANY] };
const SEVERAL: NumberSpace = { kind: "multi-discrete", sizes: [2, 3] };

describe("number spaces", () => {
  it("stand in Gymnasium's words, open ends as 1e100", () => {
    expect(numberSpaceInfo({ kind: "discrete", size: 3 })).toEqual({ name: "Discrete", n: 3 });
    expect(numberSpaceInfo(SEVERAL)).toEqual({ name: "MultiDiscrete", nvec: [2, 3] });
    expect(numberSpaceInfo(BOX)).toEqual({
      name: "Box",
      shape: [4],
      low: [-1, 0, -1e100, -1e100],
      high: [1, 1e100, 0, 1e100],
    });
  });

  it.each([
    [{ kind: "discrete", size: 3 }, [0, 2], [3, -1, 0.5, "1", [1], null]],
    [
      SEVERAL,
      [
        [0, 0],
        [1, 2],
      ],
      [[2, 0], [0, 3], [0], [0, 0, 0], 1],
    ],
    [
      BOX,
      [
        [0, 5, -5, 1e9],
        [1, 0, 0, 0],
      ],
      [[2, 0, 0, 0], [0, -1, 0, 0], [0, 0, 1, 0], [0, 0, 0], [0, 0, 0, "0"], 0],
    ],
  ] as const)("know their members", (space, members, others) => {
    expect(members.every((value) => spaceContains(space as NumberSpace, value))).toBe(true);
    expect(others.filter((value) => spaceContains(space as NumberSpace, value as never))).toEqual([]);
  });

  it("sample members, evenly over whole numbers and between bounds, of mean 1 beyond one bound, normal without any", () => {
    let counter = 0;
    const uniform = () => uniformAt(streamKey(1, "test"), counter++);
    const rows = Array.from({ length: 20_000 }, () => sampleSpace(BOX, uniform) as number[]);
    expect(rows.every((row) => spaceContains(BOX, row))).toBe(true);
    const mean = (i: number) => rows.reduce((sum, row) => sum + (row[i] as number), 0) / rows.length;
    const square = (i: number) => rows.reduce((sum, row) => sum + (row[i] as number) ** 2, 0) / rows.length;
    // Five standard errors: 0.577 / √n, 1 / √n; of the squares √2 / √n.
    expect(
      [mean(0), mean(1) - 1, mean(2) + 1, mean(3)].map((error) => Math.abs(error) < 5 / Math.sqrt(20_000)),
    ).toEqual([true, true, true, true]);
    expect(Math.abs(square(3) - 1)).toBeLessThan((5 * Math.SQRT2) / Math.sqrt(20_000));
    const draws = Array.from({ length: 9000 }, () => sampleSpace({ kind: "discrete", size: 3 }, uniform));
    const counts = [0, 1, 2].map((value) => draws.filter((draw) => draw === value).length);
    expect(counts.every((count) => Math.abs(count - 3000) < 5 * Math.sqrt(9000 * (2 / 9)))).toBe(true);
  });
});

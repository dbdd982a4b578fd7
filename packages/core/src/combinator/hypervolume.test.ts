import { describe, expect, it } from "vitest";
import { streamKey, uniformAt } from "../random/index.ts";
import { hypervolume, hypervolumeContributions } from "./index.ts";

/** Points on a grid of whole numbers, so that volumes can be counted cell by cell. */
function drawn(columns: number, size: number, cells: number): number[][] {
  const key = streamKey(11, `volume ${columns} ${size}`);
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: columns }, (__, k) => Math.floor((cells + 1) * uniformAt(key, i * columns + k))),
  );
}

function counted(points: readonly (readonly number[])[], columns: number, cells: number): number {
  let found = 0;
  for (let cell = 0; cell < cells ** columns; cell++) {
    const corner = Array.from({ length: columns }, (_, k) => Math.floor(cell / cells ** k) % cells);
    if (points.some((point) => point.every((value, k) => value > (corner[k] as number)))) found++;
  }
  return found;
}

describe("hypervolume", () => {
  it.each([
    [1, 6, 9],
    [2, 12, 9],
    [3, 12, 7],
    [4, 10, 5],
    [5, 8, 4],
  ])("counts the cells that are dominated, in %i coordinates (twin)", (columns, size, cells) => {
    const points = drawn(columns, size, cells);
    const zero = new Array<number>(columns).fill(0);
    const whole = counted(points, columns, cells);
    expect(hypervolume(points, zero)).toBe(whole);
    hypervolumeContributions(points, zero).forEach((own, i) => {
      expect([i, own]).toEqual([i, whole - counted(points.toSpliced(i, 1), columns, cells)]);
    });
  });

  it("turns coordinates of which less is better, and measures from the reference (111 §Mechanism)", () => {
    expect(hypervolume([[0.9, 100]], [0.5, 300], { minimise: [1] })).toBeCloseTo(0.4 * 200, 12);
    expect(
      hypervolumeContributions(
        [
          [3, 2],
          [5, 1],
        ],
        [1, 4],
        { minimise: [1] },
      ),
    ).toEqual([0, 8]);
  });

  it.each([
    ["no point", [], 0],
    [
      "points at the reference",
      [
        [0, 5],
        [5, 0],
      ],
      0,
    ],
    [
      "a point below the reference",
      [
        [-1, 9],
        [2, 2],
      ],
      4,
    ],
    [
      "equal points",
      [
        [2, 2],
        [2, 2],
      ],
      4,
    ],
  ])("gives for %s what it should", (_, points, expected) => {
    expect(hypervolume(points, [0, 0])).toBe(expected);
    if (points.length === 2 && expected === 4 && points[0]?.[0] === 2) {
      expect(hypervolumeContributions(points, [0, 0])).toEqual([0, 0]);
    }
  });
});

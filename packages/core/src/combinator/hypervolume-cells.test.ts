import { describe, expect, it } from "vitest";
import { streamKey, uniformAt } from "../random/index.ts";
import { hypervolume, hypervolumeGain, nonDominated } from "./hypervolume.ts";

type Points = readonly (readonly number[])[];

/** Counts unit cells below a front of whole numbers, one after the other. */
function countedVolume(points: Points, size: number, dimension: number): number {
  let volume = 0;
  for (let cell = 0; cell < size ** dimension; cell++) {
    const corner = Array.from({ length: dimension }, (_, k) => Math.floor(cell / size ** k) % size);
    if (points.some((point) => point.every((value, k) => value >= (corner[k] as number) + 1))) volume++;
  }
  return volume;
}

describe("hypervolume", () => {
  it.each([1, 2, 3, 4])("agrees with counting cells in %d dimensions (ties and duplicates included)", (dimension) => {
    const key = streamKey(2, `volume ${dimension}`);
    let at = 0;
    for (let n = 0; n < 30; n++) {
      const count = Math.floor(uniformAt(key, at++) * 7);
      const points = Array.from({ length: count }, () =>
        Array.from({ length: dimension }, () => Math.floor(uniformAt(key, at++) * 6)),
      );
      const zero = new Array<number>(dimension).fill(0);
      expect(hypervolume(points, zero)).toBe(countedVolume(points, 6, dimension));
    }
  });

  it.each([
    ["no point", [], 0],
    ["one point", [[2, 3]], 6],
    ["a point on the reference's edge", [[2, 0]], 0],
    ["a point below it on one axis", [[9, -1]], 0],
    [
      "the same point twice",
      [
        [2, 3],
        [2, 3],
      ],
      6,
    ],
  ] as const)("of %s", (_, points, expected) => {
    expect(hypervolume(points, [0, 0])).toBe(expected);
  });
});

describe("hypervolumeGain", () => {
  it("is the difference of the volumes with and without the point (111 §Mechanism)", () => {
    const key = streamKey(3, "gain");
    let at = 0;
    const draw = (): number[] => Array.from({ length: 3 }, () => 2 * uniformAt(key, at++) - 0.5);
    for (let n = 0; n < 100; n++) {
      const [points, point] = [Array.from({ length: 4 }, draw), draw()];
      const difference = hypervolume([...points, point], [0, 0, 0]) - hypervolume(points, [0, 0, 0]);
      expect(hypervolumeGain(points, point, [0, 0, 0])).toBeCloseTo(difference, 12);
    }
  });

  it("is exactly 0 for a dominated point, and for one already there", () => {
    expect([
      hypervolumeGain([[0.3, 0.7]], [0.3, 0.7], [0, 0]),
      hypervolumeGain([[0.3, 0.7]], [0.1, 0.7], [0, 0]),
    ]).toEqual([0, 0]);
  });
});

describe("nonDominated", () => {
  it("keeps what nothing covers, each once, in its order", () => {
    expect(
      nonDominated([
        [1, 1],
        [3, 1],
        [1, 3],
        [3, 1],
        [2, 0],
      ]),
    ).toEqual([
      [3, 1],
      [1, 3],
    ]);
    expect(nonDominated([])).toEqual([]);
  });
});

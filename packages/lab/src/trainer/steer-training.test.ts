import { describe, expect, it } from "vitest";
import { createSteeredTable } from "../policy/steered-table.ts";
import { drawnScores, expectedScores, type SectionScores, trainSteer } from "./steer-training.ts";

const scores: SectionScores = {
  lengths: [2, 3],
  values: [
    [1, 0, 0.5],
    [0, 1, 0.5],
  ],
  weights: [
    [1, 0],
    [0.25, 0.75],
  ],
};
const base = [
  [0, 0, 0],
  [0, Math.log(2), 0],
];
const off = [
  [0, 0],
  [0, 0],
];
const training = { scores, kl: 0.1, learningRate: 2, updates: 60, batch: 64 };

describe("expectedScores", () => {
  it("weighs the means of sections", () => {
    const [first, second] = expectedScores(createSteeredTable(base, 2), scores, off) as [number, number];
    expect(first).toBeCloseTo(0.5, 12);
    expect(second).toBeCloseTo(0.25 * 0.5 + 0.75 * (0.25 * 0 + 0.5 * 1 + 0.25 * 0.5), 12);
  });

  it("is the mean of what is drawn", () => {
    const table = createSteeredTable(base, 2);
    table.steers.set([1, 0, -1, 0, 0, 0]);
    const on = [
      [1, 0],
      [1, 0],
    ];
    const drawn = Array.from({ length: 4000 }, (_, key) => drawnScores(table, scores, on, key));
    const expected = expectedScores(table, scores, on);
    for (const d of [0, 1]) {
      const mean = drawn.reduce((sum, row) => sum + (row[d] as number), 0) / drawn.length;
      expect(Math.abs(mean - (expected[d] as number))).toBeLessThan(0.02);
    }
  });
});

describe("trainSteer", () => {
  it("raises the score of its controller and leaves the others alone", () => {
    const table = createSteeredTable(base, 2);
    const before = expectedScores(table, scores, off);
    trainSteer(table, 1, training, 3);
    expect([...table.steers.subarray(0, 3)]).toEqual([0, 0, 0]);
    const on = off.map(() => [0, 1]);
    const after = expectedScores(table, scores, on);
    expect(after[1]).toBeGreaterThan((before[1] as number) + 0.15);
    expect(after[0]).toBeLessThan(before[0] as number);
    expect(expectedScores(table, scores, off)).toEqual(before);
  });

  it("stays nearer to the policy without it, the more divergence costs, and is the same for a seed", () => {
    const distances = [0.02, 1].map((kl) => {
      const table = createSteeredTable(base, 2);
      trainSteer(table, 0, { ...training, kl }, 3);
      return Math.hypot(...table.steers);
    });
    expect(distances[1]).toBeLessThan((distances[0] as number) / 2);
    const [one, other] = [3, 3].map((seed) => {
      const table = createSteeredTable(base, 2);
      trainSteer(table, 0, training, seed);
      return [...table.steers];
    });
    expect(one).toEqual(other);
  });
});

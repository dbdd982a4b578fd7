import { streamKey, uniformAt } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import { fitClassifier } from "./classifier.ts";

describe("fitClassifier", () => {
  it("learns which quadrant a point is in, and says chances that add up to 1", () => {
    const key = streamKey(1, "points");
    const rows = Array.from({ length: 400 }, (_, i) => [
      2 * uniformAt(key, 2 * i) - 1,
      2 * uniformAt(key, 2 * i + 1) - 1,
    ]);
    const quadrant = ([x, y]: readonly number[]): number => 2 * Number((x as number) > 0) + Number((y as number) > 0);
    const classify = fitClassifier({ rows, labels: rows.map(quadrant) }, { inputs: 2, classes: 4, steps: 400 }, 3);
    for (const row of [
      [0.5, 0.5],
      [-0.5, 0.4],
      [0.6, -0.3],
      [-0.7, -0.7],
    ]) {
      const chances = classify(row);
      expect(chances.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
      expect(chances[quadrant(row)]).toBeGreaterThan(0.9);
    }
  });

  it("meets the shares of labels that no row tells apart, each class weighing the same", () => {
    const rows = Array.from({ length: 90 }, () => [1]);
    const labels = rows.map((_, i) => Number(i < 9));
    const classify = fitClassifier({ rows, labels }, { inputs: 1, classes: 2, steps: 300 }, 1);
    expect(classify([1])[1]).toBeCloseTo(0.5, 1);
  });

  it("is the same for the same seed", () => {
    const data = { rows: [[0], [1]], labels: [0, 1] };
    const fit = (seed: number): number =>
      fitClassifier(data, { inputs: 1, classes: 2, steps: 20 }, seed)([0.3])[0] as number;
    expect(fit(1)).toBe(fit(1));
    expect(fit(1)).not.toBe(fit(2));
  });
});

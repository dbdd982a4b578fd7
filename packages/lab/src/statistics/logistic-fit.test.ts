import { streamKey, uniformAt } from "@guerdon/core/random";
import { expect, it } from "vitest";
import { logisticFit } from "./logistic-fit.ts";

it("ends where the gradient of the penalised likelihood is 0", () => {
  const rows = [
    [0, 1],
    [1, 0],
    [2, 1],
    [3, 3],
    [1, 2],
  ];
  const labels = [0, 1, 0, 1, 1];
  const { weights, bias, chanceOf } = logisticFit(rows, labels, { steps: 20_000, decay: 0.1 });
  for (const f of [0, 1]) {
    const slope = rows.reduce(
      (sum, row, i) => sum + ((chanceOf(row) - (labels[i] as number)) * (row[f] as number)) / 5,
      0,
    );
    expect(slope + 0.1 * (weights[f] as number)).toBeCloseTo(0, 8);
  }
  expect(rows.reduce((sum, row, i) => sum + chanceOf(row) - (labels[i] as number), 0)).toBeCloseTo(0, 6);
  expect(chanceOf([0, 0])).toBeCloseTo(1 / (1 + Math.exp(-bias)), 12);
});

it("finds hidden weights from many labels", () => {
  const key = streamKey(3, "logistic");
  const rows = Array.from({ length: 4000 }, (_, i) => [uniformAt(key, 3 * i), uniformAt(key, 3 * i + 1)]);
  const labels = rows.map(([x = 0, y = 0], i) =>
    uniformAt(key, 3 * i + 2) < 1 / (1 + Math.exp(-(4 * x - 3 * y))) ? 1 : 0,
  );
  const { weights } = logisticFit(rows, labels, { steps: 3000, learningRate: 2, decay: 0 });
  expect(Math.abs((weights[0] as number) - 4)).toBeLessThan(0.5);
  expect(Math.abs((weights[1] as number) + 3)).toBeLessThan(0.5);
});

it("needs a label for each row", () => {
  expect(() => logisticFit([[1]], [])).toThrow(/got 1 rows and 0 labels/);
});

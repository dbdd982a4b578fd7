import { describe, expect, it } from "vitest";
import { fitPerceptron } from "./fit-perceptron.ts";

const rows = Array.from({ length: 64 }, (_, i) => [i / 16 - 2, 7]);

describe("fitPerceptron", () => {
  it("fits a curve and a line at once, in their own units", async () => {
    const targets = rows.map(([x]) => [Math.sin(x as number), 1000 + 50 * (x as number)]);
    const options = { hidden: [16], updates: 600, batch: 32, learningRate: 0.02 };
    const guess = await fitPerceptron({ inputs: rows, targets }, options, 1);
    for (const x of [-1.5, 0.3, 1.2]) {
      const [curve, line] = guess([x, 7]) as [number, number];
      expect(Math.abs(curve - Math.sin(x))).toBeLessThan(0.05);
      expect(Math.abs(line - 1000 - 50 * x)).toBeLessThan(5);
    }
    const again = await fitPerceptron({ inputs: rows, targets }, options, 1);
    expect(again([0.1, 7])).toEqual(guess([0.1, 7]));
  });
});

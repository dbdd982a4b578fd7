import { describe, expect, it } from "vitest";
import { createSteeredTable } from "./steered-table.ts";

describe("createSteeredTable", () => {
  it("adds what each controller says by its strength, to every section alike", () => {
    const table = createSteeredTable(
      [
        [0, 0, 0],
        [1, 0, 0],
      ],
      2,
    );
    table.steers.set([2, 0, 0, 0, 4, 0]);
    const out = new Float64Array(3);
    table.chances(1, [0.5, 0.25], out);
    const weights = [Math.exp(1 + 1), Math.exp(1), 1];
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let k = 0; k < 3; k++) expect(out[k]).toBeCloseTo((weights[k] as number) / total, 12);
    table.chances(0, [0, 0], out);
    expect([...out]).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });

  it("stays finite with great logits", () => {
    const table = createSteeredTable([[900, 0]], 0);
    const out = new Float64Array(2);
    table.chances(0, [], out);
    expect([...out]).toEqual([1, 0]);
  });
});

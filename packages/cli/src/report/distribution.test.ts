import { describe, expect, it } from "vitest";
import { Distribution } from "./distribution.ts";

describe("Distribution", () => {
  it("counts the present values of its columns", () => {
    const first = new Distribution();
    first.addColumn([1, 0, 9], [1, 1, 0]);
    const second = new Distribution();
    second.addColumn([1, 2]);
    first.merge(second);
    expect(JSON.parse(JSON.stringify(first))).toEqual({
      statistics: { present: 4, mean: 1, std: Math.SQRT1_2, min: 0, max: 2 },
      histogram: { values: [0, 1, 2], counts: [1, 2, 1] },
    });
  });
});

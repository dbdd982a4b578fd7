import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, outcomeAt, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { product } from "./product.ts";

describe("product", () => {
  it("multiplies row by row (by hand)", () => {
    const of = [fullSignal("rollout", [2, 3]), fullSignal("rollout", [5, -1]), fullSignal("rollout", [0.5, 2])];
    expect([...product().apply(of, flatLayout([2])).values]).toEqual([5, -6]);
  });

  it("is missing beside a 0 too", () => {
    const of = [fullSignal("rollout", [0]), { ...fullSignal("rollout", [0]), present: Uint8Array.of(0) }];
    expect(outcomeAt(product().apply(of, flatLayout([1])), 0).kind).toBe("abstained");
  });

  it.each([
    [
      [
        { min: -1, max: 2 },
        { min: -3, max: 4 },
      ],
      { min: -6, max: 8 },
    ],
    [[{ min: 0, max: 0 }, UNBOUNDED], { min: 0, max: 0 }],
    [
      [
        { min: 0, max: 1 },
        { min: 0, max: Number.POSITIVE_INFINITY },
      ],
      { min: 0, max: Number.POSITIVE_INFINITY },
    ],
  ])("has the range of interval arithmetic for %j", (inputs, range) => {
    expect(product().range(inputs)).toEqual(range);
  });

  it("rises or falls by the sign of the other factor", () => {
    const any = { min: 0, max: 1 };
    expect(product().trend(0, [any, { min: 0, max: 2 }])).toBe("increasing");
    expect(product().trend(0, [any, { min: -2, max: 0 }])).toBe("decreasing");
    expect(product().trend(0, [any, { min: -1, max: 1 }])).toBe("unknown");
    expect(product().trend(0, [any, { min: 0, max: 0 }])).toBe("constant");
  });

  for (const law of lawsOf(product)) it(law.name, law.check);

  it("reads a list of any length, `of`", () => {
    expect(product().inputs).toEqual([{ name: "of", many: true }]);
  });
});

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

  it.each([
    ["0", { min: 0, max: 0 }, "constant"],
    ["0 at least", { min: 0, max: 1 }, "increasing"],
    ["0 at most", { min: -1, max: 0 }, "decreasing"],
    ["on both sides of 0", { min: -1, max: 1 }, "unknown"],
    ["unbounded above", { min: 1, max: Number.POSITIVE_INFINITY }, "increasing"],
  ])("moves as the other factor says, which is %s", (_, other, expected) => {
    expect(product().trend(0, [{ min: -5, max: 5 }, other])).toBe(expected);
    expect(product().trend(1, [other, { min: -5, max: 5 }])).toBe(expected);
  });

  it("takes 0 times an unbounded side for 0", () => {
    const wide = { min: 0, max: Number.POSITIVE_INFINITY };
    expect(product().range([wide, { min: 0, max: 0 }])).toEqual({ min: 0, max: 0 });
    expect(product().range([{ min: 0, max: 0 }, wide])).toEqual({ min: 0, max: 0 });
    expect(
      product().range([
        { min: -2, max: 3 },
        { min: -5, max: 7 },
      ]),
    ).toEqual({ min: -15, max: 21 });
  });
});

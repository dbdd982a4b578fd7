import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { affine } from "./affine.ts";

describe("affine", () => {
  it("maps [0, 1] onto [−1, 1] (by hand)", () => {
    const out = affine({ scale: 2, offset: -1 }).apply([fullSignal("rollout", [0, 0.25, 1])], flatLayout([3]));
    expect([...out.values]).toEqual([-1, -0.5, 1]);
  });

  it.each([
    [-2, { min: -1, max: 1 }, "decreasing"],
    [0, { min: 1, max: 1 }, "constant"],
    [3, { min: 1, max: 4 }, "increasing"],
  ])("knows range and trend for scale %d", (scale, range, trend) => {
    const piece = affine({ scale, offset: 1 });
    expect(piece.range([{ min: 0, max: 1 }])).toEqual(range);
    expect(piece.trend(0, [{ min: 0, max: 1 }])).toBe(trend);
  });

  it("keeps an unbounded input unbounded, unless scale is 0", () => {
    expect(affine({ scale: -1 }).range([UNBOUNDED])).toEqual(UNBOUNDED);
    expect(affine({ scale: 0 }).range([UNBOUNDED])).toEqual({ min: 0, max: 0 });
  });

  for (const law of lawsOf(affine, { options: { scale: -0.5, offset: 2 } })) it(law.name, law.check);
});

import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { huber } from "./huber.ts";

const loss = (delta: number, error: number): number =>
  huber({ delta }).apply([fullSignal("rollout", [error])], flatLayout([1])).values[0] as number;

describe("huber", () => {
  it("is e² / 2δ inside and |e| − δ/2 outside (202, by hand)", () => {
    expect([loss(2, 1), loss(2, -1), loss(2, 2), loss(2, -5), loss(2, 0)]).toEqual([0.25, 0.25, 1, 4, 0]);
    expect(huber().options).toEqual({ delta: 1 });
  });

  it("meets itself at δ in value and slope", () => {
    const h = 1e-6;
    expect(loss(0.5, 0.5 - h)).toBeCloseTo(loss(0.5, 0.5), 5);
    expect((loss(0.5, 0.5) - loss(0.5, 0.5 - h)) / h).toBeCloseTo(1, 5);
  });

  it("does not overflow for huge errors", () => {
    expect(loss(1e308, 1e300)).toBe(5e291);
    expect(loss(1, -1e308)).toBe(1e308);
  });

  it.each([
    [{ min: -1, max: 3 }, { min: 0, max: 2.5 }, "unknown"],
    [{ min: 1, max: 3 }, { min: 0.5, max: 2.5 }, "increasing"],
    [{ min: -3, max: -1 }, { min: 0.5, max: 2.5 }, "decreasing"],
    [{ min: 0, max: 1 }, { min: 0, max: 0.5 }, "increasing"],
    [{ min: -1, max: 0 }, { min: 0, max: 0.5 }, "decreasing"],
    [UNBOUNDED, { min: 0, max: Number.POSITIVE_INFINITY }, "unknown"],
  ] as const)("knows range and trend for errors in %j", (of, range, trend) => {
    expect(huber().range([of])).toEqual(range);
    expect(huber().trend(0, [of])).toBe(trend);
  });

  it("refuses δ = 0", () => {
    expect(() => huber({ delta: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`delta\` of \`shaper/huber@1\` to be valid, got 0: Too small: expected number to be >0.]`,
    );
  });

  for (const law of lawsOf(huber, { options: { delta: 0.5 } })) it(law.name, law.check);
});

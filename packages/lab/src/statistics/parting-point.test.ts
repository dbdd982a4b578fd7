import { streamKey, uniformAt } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import { partingPoint } from "./parting-point.ts";

const curve = (of: (i: number) => number, noise = 0, seed = 0): number[] =>
  Array.from({ length: 200 }, (_, i) => of(i) + noise * (uniformAt(streamKey(seed, "noise"), i) - 0.5));

describe("partingPoint", () => {
  it("finds the peak, fall and rise (by hand)", () => {
    const point = partingPoint([1, 2, 3, 4, 5], [0, 4, 2, 2, 0], 1);
    expect(point).toMatchObject({ peak: 1, goldFall: 4, proxyRise: 3, error: 0, parts: true });
    // Windows of two: 0, 2, 3, 2, 1 and 1, 1.5, 2.5, 3.5, 4.5.
    expect(partingPoint([1, 2, 3, 4, 5], [0, 4, 2, 2, 0], 2)).toMatchObject({ peak: 2, goldFall: 2, proxyRise: 2 });
  });

  it("tells a hacked run from one that levels off, under noise, for each of twenty seeds", () => {
    for (let seed = 0; seed < 20; seed++) {
      const rising = curve((i) => i / 100, 0.3, seed);
      const hacked = curve((i) => Math.min(i, 160 - i) / 100, 0.5, seed + 100);
      const level = curve((i) => Math.min(i, 80) / 100, 0.5, seed + 200);
      expect(partingPoint(rising, hacked).parts).toBe(true);
      expect(Math.abs(partingPoint(rising, hacked).peak - 80)).toBeLessThan(25);
      expect(partingPoint(rising, level).parts).toBe(false);
    }
  });

  it("does not call it hacking when both fall", () => {
    const falling = curve((i) => 1 - i / 100);
    expect(partingPoint(falling, falling).parts).toBe(false);
  });

  it("refuses curves that do not match", () => {
    expect(() => partingPoint([1], [1, 2])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`proxy\` and \`gold\` to have as many values, at least one, got 1 and 2.]`,
    );
    expect(() => partingPoint([], [])).toThrow(/at least one/);
  });
});

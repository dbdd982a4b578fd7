import { describe, expect, it } from "vitest";
import { bestOfN } from "./best-of-n.ts";

/** The slow way: every subset, every best one of it. */
function overSubsets(proxy: readonly number[], n: number, gold: readonly number[]): { proxy: number; gold: number } {
  const sums = { proxy: 0, gold: 0, count: 0 };
  const go = (from: number, chosen: readonly number[]): void => {
    if (chosen.length === n) {
      const most = Math.max(...chosen.map((i) => proxy[i] as number));
      const best = chosen.filter((i) => proxy[i] === most);
      sums.proxy += most;
      sums.gold += best.reduce((sum, i) => sum + (gold[i] as number), 0) / best.length;
      sums.count++;
      return;
    }
    for (let i = from; i < proxy.length; i++) go(i + 1, [...chosen, i]);
  };
  go(0, []);
  return { proxy: sums.proxy / sums.count, gold: sums.gold / sums.count };
}

describe("bestOfN", () => {
  it("is the mean over all subsets, whatever n and the ties", () => {
    const proxy = [0.3, 0.9, 0.9, -1, 0.2, 0.5, 0.5, 0.5];
    const gold = [1, 5, 2, 0, 3, 7, -4, 2];
    for (let n = 1; n <= 8; n++) {
      const slow = overSubsets(proxy, n, gold);
      const fast = bestOfN(proxy, n, gold);
      expect(fast.proxy).toBeCloseTo(slow.proxy, 12);
      // Two ways to break a tie: within a subset here, over all of them there; the same in expectation.
      expect(fast.gold).toBeCloseTo(slow.gold, 12);
    }
  });

  it("is the mean for one, the greatest for all, and does not overflow for many", () => {
    const values = Array.from({ length: 5000 }, (_, i) => i / 5000);
    expect(bestOfN(values, 1).proxy).toBeCloseTo(0.4999, 10);
    expect(bestOfN(values, 5000).proxy).toBeCloseTo(0.9998, 12);
    // Uniform: n / (n + 1).
    expect(bestOfN(values, 9).proxy).toBeCloseTo(0.9, 3);
    expect(bestOfN(values, 4).kl).toBeCloseTo(Math.log(4) - 0.75, 12);
  });

  it("refuses more than there are and columns that do not match", () => {
    expect(() => bestOfN([1, 2], 3)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`n\` to be a whole number of 1 … 2, got 3.]`,
    );
    expect(() => bestOfN([1, 2], 1, [1])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`gold\` to have 2 values, got 1.]`,
    );
  });
});

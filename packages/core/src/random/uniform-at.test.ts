import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { streamKey, uniformAt } from "./index.ts";

const MASK = 0xffff_ffffn;

/** Philox-2x32-10 in exact integers, as written in the paper: both output words. */
function philox(key: number, words: readonly [number, number]): readonly [number, number] {
  let [left, right] = words.map(BigInt) as [bigint, bigint];
  let round = BigInt(key);
  for (let i = 0; i < 10; i++) {
    const product = 0xd256d193n * left;
    [left, right] = [(product >> 32n) ^ round ^ right, product & MASK];
    round = (round + 0x9e3779b9n) & MASK;
  }
  return [Number(left), Number(right)];
}

/** What `uniformAt` makes of the two words: all of the first and the upper 21 bits of the second. */
function combined([left, right]: readonly [number, number]): number {
  return Number((BigInt(left) << 21n) | (BigInt(right) >> 11n)) / 2 ** 53;
}

describe("uniformAt", () => {
  // kat_vectors of Random123 (philox2x32, 10 rounds): counter words, key, output words. A counter is at most 2^53, so
  // only the first vector can be asked for directly; the exact twin keeps all three and is compared on every counter.
  it.each([
    [[0, 0], 0, [0xff1dae59, 0x6cd10df2]],
    [[0xffffffff, 0xffffffff], 0xffffffff, [0x2c3f628b, 0xab4fd7ad]],
    [[0x243f6a88, 0x85a308d3], 0x13198a2e, [0xdd7ce038, 0xf62a4c12]],
  ] as const)("has an exact twin that gives the published words for counter %o and key %o", (counter, key, words) => {
    expect(philox(key, counter)).toEqual(words);
  });

  it("gives the first published vector itself", () => {
    const value = uniformAt(0, 0);
    expect(Math.floor(value * 2 ** 32)).toBe(0xff1dae59);
    expect((value * 2 ** 53) % 2 ** 21).toBe(0x6cd10df2 >>> 11);
  });

  it("agrees with the exact twin for every key and counter, and stays in [0, 1)", () => {
    const word = fc.oneof(fc.nat({ max: 0xffffffff }), fc.constantFrom(0, 1, 0xffff, 0x10000, 0xfffffffe, 0xffffffff));
    fc.assert(
      fc.property(word, word, fc.nat({ max: 2 ** 21 - 1 }), (key, low, high) => {
        const value = uniformAt(key, high * 2 ** 32 + low);
        expect(value).toBe(combined(philox(key, [low, high])));
        expect(value >= 0 && value < 1).toBe(true);
      }),
    );
  });

  it("is uniform: chi-square of 256 bins and of the pairs of neighbours under the 99.9 % bound", () => {
    const key = streamKey(2011, "chi-square");
    const bins = new Float64Array(256);
    const pairs = new Float64Array(256);
    const draws = 2 ** 16;
    for (let i = 0; i < draws; i++) {
      const value = uniformAt(key, i);
      bins[Math.floor(value * 256)]!++;
      pairs[Math.floor(value * 16) * 16 + Math.floor(uniformAt(key, i + draws) * 16)]!++;
    }
    const chiSquare = (counts: Float64Array): number =>
      counts.reduce((sum, count) => sum + (count - draws / 256) ** 2 / (draws / 256), 0);
    // 255 degrees of freedom: the 0.1 % and 99.9 % points.
    for (const value of [chiSquare(bins), chiSquare(pairs)]) {
      expect(value).toBeGreaterThan(190.9);
      expect(value).toBeLessThan(330.6);
    }
  });
});

describe("streamKey", () => {
  it("gives each seed and name its own stream", () => {
    const keys = [0, 1, -1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1].flatMap((seed) =>
      ["", "a", "b", "ab", "ba", "sampler", "sampler "].map((name) => streamKey(seed, name)),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => Number.isInteger(key) && key >= 0 && key <= 0xffffffff)).toBe(true);
  });

  it("gives streams that do not go together: correlation of two thousand draws", () => {
    const draws = (name: string): number[] =>
      Array.from({ length: 2000 }, (_, i) => uniformAt(streamKey(7, name), i) - 0.5);
    const streams = ["a", "b", "c"].map(draws) as [number[], number[], number[]];
    const correlation = (x: number[], y: number[]): number =>
      (x.reduce((sum, value, i) => sum + value * (y[i] as number), 0) / x.length) * 12;
    for (const [x, y] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      expect(Math.abs(correlation(streams[x], streams[y]))).toBeLessThan(0.08);
    }
  });
});

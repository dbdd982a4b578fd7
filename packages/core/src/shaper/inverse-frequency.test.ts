import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { inverseFrequency } from "./inverse-frequency.ts";

const weights = (options: Parameters<typeof inverseFrequency>[0], ids: readonly number[], sizes: readonly number[]) => [
  ...inverseFrequency(options).apply([fullSignal("rollout", ids)], flatLayout(sizes)).values,
];

describe("inverseFrequency", () => {
  it("is 1 / count with mean 1 (161, by hand)", () => {
    expect(weights({}, [7, 7, 7, 2], [4])).toEqual([2 / 3, 2 / 3, 2 / 3, 2]);
    expect(weights({ over: "group" }, [7, 7, 7, 2], [2, 2])).toEqual([1, 1, 1, 1]);
    expect(weights({ exponent: 0 }, [7, 7, 7, 2], [4])).toEqual([1, 1, 1, 1]);
  });

  it("makes classes weigh the same, and has mean 1 with any exponent", () => {
    const ids = [1, 1, 1, 1, 1, 2, 2, 3];
    const even = weights({}, ids, [8]);
    for (const id of [1, 2, 3]) {
      const own = even.filter((_, i) => ids[i] === id);
      expect(own.reduce((sum, w) => sum + w, 0)).toBeCloseTo(8 / 3, 14);
    }
    expect(weights({ exponent: 0.3 }, ids, [8]).reduce((sum, w) => sum + w, 0)).toBeCloseTo(8, 13);
  });

  it("holds +0 and −0 for one class and does not count missing members", () => {
    expect(weights({}, [0, -0], [2])).toEqual([1, 1]);
    const of = { ...fullSignal("rollout", [1, 1, 2]), present: Uint8Array.of(1, 0, 1) };
    expect([...inverseFrequency().apply([of], flatLayout([3])).values]).toEqual([1, 0, 1]);
  });

  it("knows range, trend, scope and defaults", () => {
    expect(inverseFrequency().range([])).toEqual({ min: 0, max: Number.POSITIVE_INFINITY });
    expect([inverseFrequency().trend(0, []), inverseFrequency({ exponent: 0 }).trend(0, [])]).toEqual([
      "unknown",
      "constant",
    ]);
    expect([inverseFrequency().scope, inverseFrequency({ over: "group" }).scope]).toEqual(["batch", "group"]);
    expect(inverseFrequency().options).toEqual({ over: "batch", exponent: 1 });
  });

  for (const options of [{}, { over: "group", exponent: 0.5 }]) {
    for (const law of lawsOf(inverseFrequency, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

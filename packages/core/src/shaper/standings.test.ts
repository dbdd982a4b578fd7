import { describe, expect, it } from "vitest";
import { streamKey, uniformAt } from "../random/index.ts";
import { fullSignal } from "../signal/index.ts";
import { countBelow, quantileOf, sortedPresent, standingsOf } from "./standings.ts";

describe("standingsOf", () => {
  it.each([5, 24, 25, 300])("counts smaller and equal members of %d like the definition (twin)", (size) => {
    const key = streamKey(1, `standings ${size}`);
    const values = Array.from({ length: size }, (_, i) => Math.floor(uniformAt(key, i) * size * 0.6));
    const present = Uint8Array.from(values, (_, i) => (i % 7 === 3 ? 0 : 1));
    const { less, equal } = standingsOf({ ...fullSignal("rollout", values), present }, Int32Array.of(0, size));
    values.forEach((value, i) => {
      if (present[i] === 0) return;
      const others = values.filter((_, j) => present[j] === 1);
      expect(less[i]).toBe(others.filter((other) => other < value).length);
      expect(equal[i]).toBe(others.filter((other) => other === value).length);
    });
  });

  it("holds +0 and −0 for equal, few or many", () => {
    for (const size of [2, 40]) {
      const values = Array.from({ length: size }, (_, i) => (i % 2 === 0 ? 0 : -0));
      const { less, equal } = standingsOf(fullSignal("rollout", values), Int32Array.of(0, size));
      expect([...less, ...equal]).toEqual([...new Array(size).fill(0), ...new Array(size).fill(size)]);
    }
  });
});

describe("quantileOf", () => {
  it("interpolates linearly (numpy's default)", () => {
    const sorted = [1, 2, 4, 8];
    expect([0, 0.5, 0.85, 1].map((q) => quantileOf(sorted, q))).toEqual([1, 3, 6.199999999999999, 8]);
    expect(quantileOf([7], 0.3)).toBe(7);
    expect(quantileOf([1e308, 1e308], 0.5)).toBe(1e308);
  });
});

describe("countBelow and sortedPresent", () => {
  it("search and sort the present values", () => {
    const of = { ...fullSignal("rollout", [5, 1, 3, 3]), present: Uint8Array.of(1, 0, 1, 1) };
    const sorted = sortedPresent(of, 0, 4);
    expect([...sorted]).toEqual([3, 3, 5]);
    expect([countBelow(sorted, 3, false), countBelow(sorted, 3, true), countBelow(sorted, 9, false)]).toEqual([
      0, 2, 3,
    ]);
  });
});

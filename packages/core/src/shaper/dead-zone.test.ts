import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Interval } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { deadZone } from "./dead-zone.ts";

const point = (value: number): Interval => ({ min: value, max: value });

describe("deadZone", () => {
  it("flattens what is strictly outside (205, by hand)", () => {
    const of = fullSignal("rollout", [0.49, 0.5, 0.6, 0.75, 0.76]);
    const [low, high] = [0.5, 0.75].map((value) => fullSignal("rollout", new Array(5).fill(value)));
    const out = deadZone().apply([of, low as typeof of, high as typeof of], flatLayout([5]));
    expect([...out.values]).toEqual([0, 0.5, 0.6, 0.75, 1]);
  });

  it("has thresholds that each rollout may have its own of, 0.5 and 0.75 by default", () => {
    const out = deadZone({ below: -1, above: 2 }).apply(
      [fullSignal("rollout", [0.6, 0.6]), fullSignal("rollout", [0.7, 0]), fullSignal("rollout", [0.9, 0.5])],
      flatLayout([2]),
    );
    expect([...out.values]).toEqual([-1, 2]);
    expect(deadZone().inputs).toEqual([{ name: "of" }, { name: "low", default: 0.5 }, { name: "high", default: 0.75 }]);
    expect(deadZone().options).toEqual({ below: 0, above: 1 });
  });

  it.each([
    [{ min: 0, max: 1 }, { min: 0, max: 1 }, "increasing"],
    [{ min: 0, max: 0.4 }, point(0), "constant"],
    [{ min: 0.8, max: 0.9 }, point(1), "constant"],
    [{ min: 0.5, max: 0.75 }, { min: 0.5, max: 0.75 }, "increasing"],
    [{ min: 0.4, max: 0.6 }, { min: 0, max: 0.6 }, "increasing"],
    [{ min: 0.6, max: 0.8 }, { min: 0.6, max: 1 }, "increasing"],
  ] as const)("knows range and trend for values in %j", (of, range, trend) => {
    const inputs = [of, point(0.5), point(0.75)];
    expect(deadZone().range(inputs)).toEqual(range);
    expect(deadZone().trend(0, inputs)).toBe(trend);
    expect(deadZone().trend(1, inputs)).toBe("unknown");
  });

  it("does not promise to rise where a threshold falls back", () => {
    expect(deadZone().trend(0, [{ min: -3, max: 3 }, point(-1), point(2)])).toBe("unknown");
    expect(deadZone().trend(0, [{ min: -3, max: 3 }, point(0), point(2)])).toBe("unknown");
    expect(deadZone().trend(0, [{ min: -3, max: 3 }, point(-1), point(1)])).toBe("unknown");
    expect(deadZone({ below: 2, above: 1 }).trend(0, [{ min: -3, max: 3 }, point(2), point(3)])).toBe("unknown");
  });

  for (const law of lawsOf(deadZone)) it(law.name, law.check);
  const inputRanges = [
    { min: 0, max: 1 },
    { min: 0.2, max: 0.5 },
    { min: 0.6, max: 0.9 },
  ];
  for (const law of lawsOf(deadZone, { inputRanges })) it(`${law.name}, between 0 and 1`, law.check);
});

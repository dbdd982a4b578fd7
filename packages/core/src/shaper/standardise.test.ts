import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { standardise } from "./standardise.ts";

const over = (options: Parameters<typeof standardise>[0], values: readonly number[], sizes: readonly number[]) => [
  ...standardise(options).apply([fullSignal("rollout", values)], flatLayout(sizes)).values,
];

describe("standardise", () => {
  it.each([
    [{ eps: 0 }, [-1, 1, -1, 1]],
    [{ eps: 1 }, [-0.5, 0.5, -2 / 3, 2 / 3]],
    [{ eps: 0, freedom: 1 }, [-Math.SQRT1_2, Math.SQRT1_2, -Math.SQRT1_2, Math.SQRT1_2]],
    [{ eps: 0, centre: false }, [0, 2, 2, 4]],
    [{ eps: 0, bound: 0.5 }, [-0.5, 0.5, -0.5, 0.5]],
  ] as const)("divides by the deviation with %j (by hand)", (options, expected) => {
    over(options, [0, 2, 4, 8], [2, 2]).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 14);
    });
  });

  it("measures the whole batch when told to", () => {
    expect(over({ over: "batch", eps: 0 }, [0, 0, 2, 2], [2, 2])).toEqual([-1, -1, 1, 1]);
  });

  it.each([
    ["nothing", [], []],
    ["one member", [3], [0]],
    ["equal members", [0.1, 0.1, 0.1], [0, 0, 0]],
    ["zeros of both signs", [0, -0], [0, 0]],
  ])("is exactly 0 for %s", (_, values, expected) => {
    expect(over({}, values, [values.length]).map((value) => value + 0)).toEqual(expected);
  });

  it("leaves equal members as they are without a centre", () => {
    expect(over({ centre: false }, [5, 5], [2])).toEqual([5, 5]);
  });

  it("measures the present members alone", () => {
    const builder = new SignalBuilder("rollout", 3);
    builder.set(0, 1);
    builder.abstain(1, "no answer");
    builder.set(2, 3);
    const out = standardise({ eps: 0 }).apply([builder.build()], flatLayout([3]));
    expect([...out.values]).toEqual([-1, 0, 1]);
    expect(outcomeAt(out, 1)).toEqual(abstained("no answer"));
  });

  it("knows range, trend, scope and defaults", () => {
    expect(standardise().range([{ min: 0, max: 1 }])).toEqual(UNBOUNDED);
    expect(standardise({ bound: 5 }).range([UNBOUNDED])).toEqual({ min: -5, max: 5 });
    const scaled = standardise({ centre: false, bound: 4 });
    expect(scaled.range([{ min: 0, max: 1 }])).toEqual({ min: 0, max: 4 });
    expect(scaled.range([{ min: -1, max: 0 }])).toEqual({ min: -4, max: 0 });
    expect([standardise().trend(0, []), scaled.trend(0, [])]).toEqual(["increasing", "unknown"]);
    expect([standardise().scope, standardise({ over: "batch" }).scope]).toEqual(["group", "batch"]);
    expect(standardise().options).toEqual({ over: "group", centre: true, freedom: 0, eps: 1e-8 });
  });

  for (const options of [{}, { over: "batch", freedom: 1, bound: 1 }, { centre: false }, { centre: false, bound: 2 }]) {
    for (const law of lawsOf(standardise, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

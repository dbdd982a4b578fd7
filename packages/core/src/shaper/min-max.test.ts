import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { minMax } from "./min-max.ts";

const placed = (options: Parameters<typeof minMax>[0], values: readonly number[], sizes: readonly number[]) => [
  ...minMax(options).apply([fullSignal("rollout", values)], flatLayout(sizes)).values,
];

describe("minMax", () => {
  it.each([
    [{}, [0, 1, 0.5, 0, 1]],
    [{ over: "batch" }, [0, 2 / 5, 1 / 5, 3 / 5, 1]],
    [{ eps: 2 }, [0, 0.5, 0.25, 0, 0.5]],
  ] as const)("places values between the extremes with %j (by hand)", (options, expected) => {
    expect(placed(options, [2, 4, 3, 5, 7], [3, 2])).toEqual(expected);
  });

  it.each([
    ["one member", [3]],
    ["equal members", [0.1, 0.1]],
    ["zeros of both signs", [0, -0]],
  ])("gives `whenEqual` to %s", (_, values) => {
    expect(placed({ whenEqual: 0.5 }, values, [values.length])).toEqual(values.map(() => 0.5));
    expect(placed({}, values, [values.length])).toEqual(values.map(() => 0));
  });

  it("places entropies of steps over the batch (221)", () => {
    const layout = { ...flatLayout([1, 1]), stepOffsets: Int32Array.of(0, 2, 3) };
    const out = minMax({ over: "batch" }).apply([fullSignal("step", [1, 2, 3])], layout);
    expect([...out.values]).toEqual([0, 0.5, 1]);
  });

  it("knows range, trend, scope and defaults", () => {
    expect(minMax().range([UNBOUNDED])).toEqual({ min: 0, max: 1 });
    expect(minMax({ whenEqual: 2 }).range([UNBOUNDED])).toEqual({ min: 0, max: 2 });
    expect([minMax().trend(0, []), minMax({ whenEqual: 0.5 }).trend(0, [])]).toEqual(["increasing", "unknown"]);
    expect([minMax().scope, minMax({ over: "batch" }).scope]).toEqual(["group", "batch"]);
    expect(minMax().options).toEqual({ over: "group", eps: 0, whenEqual: 0 });
  });

  for (const options of [{}, { over: "batch", eps: 1e-8 }, { whenEqual: 0.5 }]) {
    for (const law of lawsOf(minMax, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { mergeRuns } from "./merge-runs.ts";

const layout = { ...flatLayout([2]), stepOffsets: Int32Array.of(0, 5, 6) };
const of = fullSignal("step", [1, 3, 8, 5, 6, 9]);
const label = fullSignal("step", [1, 1, 1, 0, 1, 1]);

describe("mergeRuns", () => {
  it.each([
    [{}, [4, 4, 4, 5, 6, 9]],
    [{ reduce: "sum" }, [12, 12, 12, 5, 6, 9]],
    [{ reduce: "first" }, [1, 1, 1, 5, 6, 9]],
    [{ reduce: "last" }, [8, 8, 8, 5, 6, 9]],
    [{ place: "last" }, [0, 0, 4, 5, 6, 9]],
    [{ place: "last", reduce: "sum" }, [0, 0, 12, 5, 6, 9]],
  ] as const)("joins neighbours with one label, within a rollout, with %j (025, by hand)", (options, expected) => {
    expect([...mergeRuns(options).apply([of, label], layout).values]).toEqual(expected);
  });

  it("reduces the present steps of a run; one without a label ends it", () => {
    const noValue = { ...of, present: Uint8Array.of(0, 1, 0, 1, 1, 1) };
    expect([...mergeRuns().apply([noValue, label], layout).values]).toEqual([0, 3, 0, 5, 6, 9]);
    expect([...mergeRuns({ reduce: "last", place: "last" }).apply([noValue, label], layout).values]).toEqual([
      0, 3, 0, 5, 6, 9,
    ]);
    expect([...mergeRuns({ reduce: "first" }).apply([noValue, label], layout).values]).toEqual([0, 3, 0, 5, 6, 9]);
    const noLabel = { ...label, present: Uint8Array.of(1, 0, 1, 1, 1, 1) };
    expect([...mergeRuns().apply([of, noLabel], layout).values]).toEqual([1, 0, 8, 5, 6, 9]);
  });

  it("knows range, trend and defaults", () => {
    const inputs = [
      { min: 1, max: 2 },
      { min: 0, max: 1 },
    ];
    expect(mergeRuns().range(inputs)).toEqual({ min: 1, max: 2 });
    expect(mergeRuns({ place: "last" }).range(inputs)).toEqual({ min: 0, max: 2 });
    expect(mergeRuns({ place: "last" }).range([{ min: -2, max: -1 }])).toEqual({ min: -2, max: 0 });
    expect(mergeRuns({ reduce: "sum" }).range(inputs)).toEqual(UNBOUNDED);
    expect([0, 1].map((index) => mergeRuns().trend(index, inputs))).toEqual(["increasing", "unknown"]);
    expect(mergeRuns().options).toEqual({ reduce: "mean", place: "each" });
  });

  const inputRanges = [
    { min: -3, max: 3 },
    { min: 0, max: 1 },
  ];
  for (const reduce of ["mean", "sum", "first", "last"]) {
    const options = { reduce, place: reduce === "mean" || reduce === "first" ? "each" : "last" };
    for (const law of lawsOf(mergeRuns, { options, inputRanges })) it(`${law.name}, ${reduce}`, law.check);
  }
});

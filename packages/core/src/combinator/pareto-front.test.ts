import { describe, expect, it } from "vitest";
import { streamKey, uniformAt } from "../random/index.ts";
import { flatLayout, fullSignal, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { paretoFront } from "./pareto-front.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));

const layout = flatLayout([5]);
const inputs = of([3, 2, 1, 1, 3], [1, 2, 3, 1, 1]);

/** The definition, pair by pair. */
function slow(rows: readonly (readonly number[])[], i: number): boolean {
  return !(rows[0] as readonly number[]).some(
    (_, j) =>
      rows.every((row) => (row[j] as number) >= (row[i] as number)) &&
      rows.some((row) => (row[j] as number) > (row[i] as number)),
  );
}

function drawn(columns: number, size: number, values: number): number[][] {
  return Array.from({ length: columns }, (_, k) => {
    const key = streamKey(5, `pareto ${columns} ${k}`);
    return Array.from({ length: size }, (__, i) => Math.floor(values * uniformAt(key, i)));
  });
}

describe("paretoFront", () => {
  it.each([
    [{}, [1, 1, 1, 0, 1]],
    [{ give: "share" }, [0.25, 0.25, 0.25, 0, 0.25]],
    [{ give: "rank" }, [0, 0, 0, 1, 0]],
    [{ minimise: [0] }, [0, 0, 1, 0, 0]],
    [{ minimise: [0, 1], give: "rank" }, [1, 1, 1, 0, 1]],
  ] as const)("sifts a group with %j (186 §Mechanism, by hand; equal ones are both kept)", (options, expected) => {
    expect([...paretoFront(options).apply(inputs, layout).values]).toEqual(expected);
  });

  it("compares within groups, or over the batch", () => {
    const two = flatLayout([3, 2]);
    expect([...paretoFront().apply(of([1, 2, 3, 4, 5]), two).values]).toEqual([0, 0, 1, 0, 1]);
    expect([...paretoFront({ over: "batch" }).apply(of([1, 2, 3, 4, 5]), two).values]).toEqual([0, 0, 0, 0, 1]);
    expect([...paretoFront({ give: "rank" }).apply(of([1, 2, 3, 4, 5]), two).values]).toEqual([2, 1, 0, 1, 0]);
  });

  it("lets a member that lacks a signal dominate nobody", () => {
    const [a, b] = inputs as [Signal, Signal];
    const out = paretoFront().apply([{ ...a, present: Uint8Array.of(0, 0, 0, 1, 0) }, b], layout);
    expect([[...out.values], [...out.present]]).toEqual([
      [0, 0, 0, 1, 0],
      [0, 0, 0, 1, 0],
    ]);
  });

  it.each([
    [1, 200, 30],
    [2, 24, 6],
    [2, 25, 6],
    [2, 400, 40],
    [3, 300, 8],
    [5, 200, 4],
  ])("agrees with the definition for %i signals of %i members (twin)", (columns, size, values) => {
    const rows = drawn(columns, size, values);
    const out = paretoFront().apply(of(...rows), flatLayout([size])).values;
    const ranks = paretoFront({ give: "rank" }).apply(of(...rows), flatLayout([size])).values;
    for (let i = 0; i < size; i++) {
      expect([i, out[i]]).toEqual([i, slow(rows, i) ? 1 : 0]);
      expect(ranks[i] === 0).toBe(out[i] === 1);
    }
  });

  it("ranks by taking fronts away one after the other (twin)", () => {
    const rows = drawn(3, 120, 9);
    const ranks = paretoFront({ give: "rank" }).apply(of(...rows), flatLayout([120])).values;
    let left = [...Array(120).keys()];
    for (let rank = 0; left.length > 0; rank++) {
      const rest = rows.map((row) => left.map((i) => row[i] as number));
      const front = left.filter((_, at) => slow(rest, at));
      for (const i of front) expect(ranks[i]).toBe(rank);
      left = left.filter((i) => !front.includes(i));
    }
  });

  it("knows its range, trend and scope", () => {
    const unit = { min: 0, max: 1 };
    expect(paretoFront().range([unit])).toEqual(unit);
    expect(paretoFront({ give: "share" }).range([unit])).toEqual(unit);
    expect(paretoFront({ give: "rank" }).range([unit])).toEqual({ min: 0, max: Number.POSITIVE_INFINITY });
    const trends = (give: "mask" | "share" | "rank"): readonly string[] =>
      [0, 1].map((index) => paretoFront({ give, minimise: [1] }).trend(index, [unit, unit]));
    expect([trends("mask"), trends("share"), trends("rank")]).toEqual([
      ["increasing", "decreasing"],
      ["increasing", "decreasing"],
      ["decreasing", "increasing"],
    ]);
    expect([paretoFront().scope, paretoFront({ over: "batch" }).scope]).toEqual(["group", "batch"]);
  });

  for (const options of [{}, { give: "share", over: "batch", minimise: [1] }, { give: "rank", minimise: [0] }]) {
    for (const law of lawsOf(paretoFront, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }

  it("reads a list of any length, `of`", () => {
    expect(paretoFront().inputs).toEqual([{ name: "of", many: true }]);
  });

  it.each([23, 24, 25, 60])("marks and ranks %d rollouts in ties on a line as fronts of equals", (count) => {
    const line = Array.from({ length: count }, (_, i) => Math.floor(i / 2));
    const signals = of(line, line, line);
    const at = (give: "mask" | "rank" | "share"): readonly number[] => [
      ...paretoFront({ give }).apply(signals, flatLayout([count])).values,
    ];
    const top = Math.floor((count - 1) / 2);
    const first = line.filter((value) => value === top).length;
    expect(at("mask")).toEqual(line.map((value) => (value === top ? 1 : 0)));
    expect(at("share")).toEqual(line.map((value) => (value === top ? 1 / first : 0)));
    expect(at("rank")).toEqual(line.map((value) => top - value));
  });
});

import { describe, expect, it } from "vitest";
import { failed, flatLayout, fullSignal, type Interval, outcomeAt, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { select } from "./select.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));
const gone = (length: number): Signal => ({
  ...fullSignal("rollout", new Array(length).fill(0)),
  present: new Uint8Array(length),
});

describe("select", () => {
  it("takes the reward of the kind of task, and needs no other (by hand)", () => {
    const [by, a, b] = of([0, 1, 1], [1, 2, 3], [4, 5, 6]) as [Signal, Signal, Signal];
    expect([...select().apply([by, a, b], flatLayout([3])).values]).toEqual([1, 5, 6]);
    const some = select().apply([by, gone(3), b], flatLayout([3]));
    expect([...some.present]).toEqual([0, 1, 1]);
    expect([...select().apply([gone(3), a, b], flatLayout([3])).present]).toEqual([0, 0, 0]);
  });

  it.each([
    ["fail", [1, undefined, undefined, undefined, 7]],
    ["first", [1, 1, 1, 1, 7]],
    ["last", [1, 7, 7, 7, 7]],
  ] as const)("gives a number that is no place what `unknown: %s` says", (unknown, expected) => {
    const inputs = of([0, -1, 0.5, 2, 1], [1, 1, 1, 1, 1], [7, 7, 7, 7, 7]);
    const out = select({ unknown }).apply(inputs, flatLayout([5]));
    expect(Array.from(out.values, (value, i) => (out.present[i] === 1 ? value : undefined))).toEqual(expected);
    if (unknown === "fail") {
      expect(outcomeAt(out, 3)).toEqual(failed("engine", "Expected a place from 0 to 1, got 2."));
    }
  });

  it("knows what may be taken", () => {
    const [a, b, c] = [0, 10, 20].map((min) => ({ min, max: min + 1 })) as [Interval, Interval, Interval];
    const range = (min: number, max: number, unknown: "fail" | "first" | "last" = "fail"): Interval =>
      select({ unknown }).range([{ min, max }, a, b, c]);
    expect(range(0, 1)).toEqual({ min: 0, max: 11 });
    expect(range(1, 1)).toEqual(b);
    expect(range(1, 5)).toEqual({ min: 10, max: 21 });
    expect(range(1, 5, "first")).toEqual({ min: 0, max: 21 });
    expect(range(9, 9, "last")).toEqual(c);
    expect(range(0, 1, "last")).toEqual({ min: 0, max: 21 });
    const trend = (index: number, min: number, max: number): string => select().trend(index, [{ min, max }, a, b, c]);
    expect([trend(0, 0, 1), trend(0, 1, 1), trend(1, 0, 1), trend(3, 0, 1)]).toEqual([
      "unknown",
      "constant",
      "increasing",
      "constant",
    ]);
  });

  it("refuses nothing to take from", () => {
    expect(() => select().apply(of([0]), flatLayout([1]))).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`of\` to list at least one term, got none.]`,
    );
  });

  for (const unknown of ["first", "last"] as const) {
    for (const law of lawsOf(select, { options: { unknown } })) it(`${law.name}, ${unknown}`, law.check);
  }
  const reason = "a number that is no place is missing for a reason of its own, whatever else is missing";
  for (const law of lawsOf(select, { skip: [{ law: "missing stays missing", reason }] })) it(law.name, law.check);

  it("reads a place `by` and a list `of`", () => {
    expect(select().inputs).toEqual([{ name: "by" }, { name: "of", many: true }]);
  });

  it.each([
    ["fail", { min: 0.5, max: 1.5 }, [false, true, false]],
    ["fail", { min: 1, max: 2 }, [false, true, true]],
    ["first", { min: 1, max: 2 }, [true, true, true]],
    ["last", { min: 0, max: 1 }, [true, true, true]],
    ["first", { min: 0.5, max: 0.5 }, [true, false, false]],
    ["last", { min: 0.5, max: 0.5 }, [false, false, true]],
    ["first", { min: 1, max: 1 }, [false, true, false]],
    ["last", { min: 1, max: 1 }, [false, true, false]],
    ["first", { min: 2, max: 2.5 }, [true, false, true]],
    ["last", { min: 0, max: 0.5 }, [true, false, true]],
  ] as const)("knows, with %s for the unknown, what %j may take", (unknown, by, may) => {
    const unit = { min: 0, max: 1 };
    const piece = select({ unknown });
    expect(may.map((_, k) => piece.trend(k + 1, [by, unit, unit, unit]))).toEqual(
      may.map((taken) => (taken ? "increasing" : "constant")),
    );
    expect(piece.trend(0, [by, unit, unit, unit])).toBe(may.filter(Boolean).length > 1 ? "unknown" : "constant");
  });
});

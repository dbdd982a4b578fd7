import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Layout, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { mixedGrain } from "./mixed-grain.ts";

const layout: Layout = { ...flatLayout([3]), stepOffsets: Int32Array.of(0, 2, 2, 5) };
const page = fullSignal("rollout", [4, 9, -4]);
const item = fullSignal("step", [1, 2, 3, 4, 5]);

describe("mixedGrain", () => {
  it.each([
    [0.5, [0.5, 3, 1.5, 2, 0.5]],
    [0, [1, 2, 3, 4, 5]],
    [1, [0, 4, 0, 0, -4]],
  ])("pays steps for themselves and the page at the end with λ = %d (159 §Mechanism, by hand)", (lambda, expected) => {
    const out = mixedGrain().apply([page, item, fullSignal("rollout", [lambda, lambda, lambda])], layout);
    expect([out.level, ...out.values]).toEqual(["step", ...expected]);
  });

  it("has λ = 0.5 by default", () => {
    expect(mixedGrain().inputs.map((input) => input.default)).toEqual([undefined, undefined, 0.5]);
  });

  it("loses the last step with the page, one step with its item, and all with λ", () => {
    const present = (...mask: number[]): { present: Uint8Array } => ({ present: Uint8Array.from(mask) });
    const lambda = fullSignal("rollout", [0.5, 0.5, 0.5]);
    const at = (...inputs: Signal[]): readonly number[] => [...mixedGrain().apply(inputs, layout).present];
    expect(at({ ...page, ...present(0, 1, 1) }, item, lambda)).toEqual([1, 0, 1, 1, 1]);
    expect(at(page, { ...item, ...present(1, 1, 0, 1, 1) }, lambda)).toEqual([1, 1, 0, 1, 1]);
    expect(at(page, item, { ...lambda, ...present(1, 1, 0) })).toEqual([1, 1, 0, 0, 0]);
  });

  it("knows its range and trend", () => {
    const [of, step, share] = [
      { min: -1, max: 2 },
      { min: 0, max: 10 },
      { min: 0, max: 0.5 },
    ];
    expect(mixedGrain().range([of, step, share])).toEqual({ min: -0.5, max: 10 });
    expect(mixedGrain().range([of, step, { min: 1, max: 1 }])).toEqual({ min: -1, max: 2 });
    const trends = (lambda: { min: number; max: number }): readonly string[] =>
      [0, 1, 2].map((index) => mixedGrain().trend(index, [of, step, lambda]));
    expect(trends(share)).toEqual(["increasing", "increasing", "unknown"]);
    expect(trends({ min: -1, max: 0 })).toEqual(["decreasing", "increasing", "unknown"]);
    expect(trends({ min: 1, max: 2 })).toEqual(["increasing", "decreasing", "unknown"]);
    expect(trends({ min: -1, max: 2 })).toEqual(["unknown", "unknown", "unknown"]);
  });

  for (const law of lawsOf(mixedGrain)) it(law.name, law.check);

  it("reads the page and λ by rollout, items by step, and gives steps", () => {
    expect(mixedGrain().inputs).toEqual([
      { name: "of", level: "rollout" },
      { name: "step", level: "step" },
      { name: "lambda", level: "rollout", default: 0.5 },
    ]);
    expect(mixedGrain().level).toBe("step");
  });

  it.each([
    [{ min: 0, max: 1 }, ["increasing", "increasing", "unknown"]],
    [{ min: 0, max: 0 }, ["increasing", "increasing", "unknown"]],
    [{ min: 0, max: 1.5 }, ["increasing", "unknown", "unknown"]],
  ])("rises with the page for λ ≥ 0 and with the item for λ ≤ 1: %j", (lambda, expected) => {
    const unit = { min: 0, max: 1 };
    expect([0, 1, 2].map((index) => mixedGrain().trend(index, [unit, unit, lambda]))).toEqual(expected);
  });

  it("reaches no further than what has a weight, where the rest is unbounded", () => {
    const wide = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
    const unit = { min: 0, max: 1 };
    expect(mixedGrain().range([wide, unit, { min: 0, max: 0 }])).toEqual(unit);
    expect(mixedGrain().range([unit, wide, { min: 1, max: 1 }])).toEqual(unit);
  });
});

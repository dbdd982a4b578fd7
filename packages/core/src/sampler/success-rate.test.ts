import { describe, expect, it } from "vitest";
import {
  abstained,
  flatLayout,
  fullSignal,
  type Json,
  type Layout,
  outcomeAt,
  SignalBuilder,
} from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type SuccessRateOptions, successRate } from "./success-rate.ts";

const named = (...keys: readonly string[]): Layout => ({ ...flatLayout(keys.map(() => 4)), groupKeys: keys });
const rewards = (...values: readonly number[]) => fullSignal("rollout", values);

/** The state after some visits of prompt a with four rewards each. */
function visited(options: Partial<SuccessRateOptions>, ...visits: readonly (readonly number[])[]): Json {
  const { adaptive } = successRate(options);
  return visits.reduce<Json>(
    (state, values, step) => adaptive?.step(state, [rewards(...values)], named("a"), step) ?? null,
    adaptive?.init() ?? null,
  );
}

describe("successRate", () => {
  it("is the mean of the latest 16 rewards, newest first (019 §Mechanism 1)", () => {
    const state = visited({}, [1, 1, 1, 1], [0, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 1]);
    const out = successRate().apply([rewards(0, 0, 0, 1)], named("a"), { step: 4, state });
    expect(out.values[0]).toBe((1 + 4 + 2 + 0) / 16);
    expect(out.level).toBe("group");
  });

  it("counts a visit that lies in the window with a part only at its own rate", () => {
    const state = visited({ window: 6 }, [1, 1, 1, 0], [0, 0, 0, 0]);
    const out = successRate({ window: 6 }).apply([rewards(1, 1, 1, 1)], named("a"), { step: 2, state });
    expect(out.values[0]).toBe(4 / 6);
    const older = successRate({ window: 10 }).apply([rewards(1, 1, 1, 1)], named("a"), {
      step: 2,
      state: visited({ window: 10 }, [1, 1, 1, 0], [0, 0, 0, 0]),
    });
    expect(older.values[0]).toBe((4 + 0 + 1.5) / 10);
  });

  it("uses a batch with as many rewards as the window alone and whole", () => {
    const state = visited({ window: 4 }, [1, 1, 1, 1]);
    expect(successRate({ window: 4 }).apply([rewards(0, 0, 0, 1)], named("a"), { step: 1, state }).values[0]).toBe(
      0.25,
    );
    expect(successRate({ window: 3 }).apply([rewards(0, 0, 0, 1)], named("a"), { step: 1, state }).values[0]).toBe(
      0.25,
    );
  });

  it("keeps no more than the window needs", () => {
    const visits = [
      [1, 1, 1, 1],
      [0, 0, 0, 0],
      [1, 0, 0, 0],
    ] as const;
    expect(visited({ window: 8 }, ...visits)).toEqual({ a: [1, 4, 0, 4] });
    expect(visited({ window: 9 }, ...visits)).toEqual({ a: [1, 4, 0, 4, 4, 4] });
  });

  it("counts rewards, and says when they are enough", () => {
    const counted = (output: "count" | "valid", state?: Json) =>
      successRate({ output }).apply([rewards(0, 0, 0, 1)], named("a"), { step: 1, state }).values[0];
    expect([counted("count"), counted("valid")]).toEqual([4, 0]);
    const state = visited({}, [1, 1, 1, 1]);
    expect([counted("count", state), counted("valid", state)]).toEqual([8, 1]);
  });

  it("has the paper's numbers unless told otherwise, and counts −1 as a failure", () => {
    expect(successRate().options).toEqual({ window: 16, minCount: 8, threshold: 0, output: "rate" });
    expect(successRate().apply([rewards(-1, 0, 0.5, 1)], named("a")).values[0]).toBe(0.5);
    expect(successRate({ threshold: 0.5 }).apply([rewards(-1, 0, 0.5, 1)], named("a")).values[0]).toBe(0.25);
  });

  it("remembers by name alone, names of object members included", () => {
    const { adaptive, apply } = successRate();
    const state = adaptive?.step({}, [rewards(1, 1, 1, 1)], flatLayout([4]), 0);
    expect(state).toEqual({});
    expect(apply([rewards(0, 0, 1, 1)], named("constructor"), { step: 1, state: {} }).values[0]).toBe(0.5);
    const kept = adaptive?.step({ b: [1, 1] }, [rewards(1, 1, 1, 1)], named("a"), 0);
    expect(kept).toEqual({ b: [1, 1], a: [4, 4] });
  });

  it("is missing before the first reward and remembers nothing of it", () => {
    const none = new SignalBuilder("rollout", 4);
    for (let i = 0; i < 4; i++) none.abstain(i, "no answer");
    const signal = none.build();
    expect(outcomeAt(successRate().apply([signal], named("a")), 0)).toEqual(abstained("no answer"));
    expect(successRate().adaptive?.step({}, [signal], named("a"), 0)).toEqual({});
    const later = successRate().apply([signal], named("a"), { step: 1, state: { a: [3, 4] } });
    expect(later.values[0]).toBe(0.75);
  });

  it.each([
    ["rate", { min: 0, max: 1 }, "increasing"],
    ["valid", { min: 0, max: 1 }, "constant"],
    ["count", { min: 0, max: Number.POSITIVE_INFINITY }, "constant"],
  ] as const)("knows range and trend of its %s", (output, range, trend) => {
    expect(successRate({ output }).range([])).toEqual(range);
    expect(successRate({ output }).trend(0, [])).toBe(trend);
  });

  const skip = [{ law: "missing stays missing", reason: "a rate is remembered from earlier steps" }];
  for (const output of ["rate", "count", "valid"]) {
    for (const law of lawsOf(successRate, { options: { output, window: 6, minCount: 4 }, skip }))
      it(`${law.name}, ${output}`, law.check);
  }
});

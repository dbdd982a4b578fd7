import { describe, expect, it } from "vitest";
import { fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { column, shown, steps, tokens } from "./layouts.test-support.ts";
import { type ProcessWeightOptions, processWeight } from "./process-weight.ts";

function weights(settings: Partial<ProcessWeightOptions>, values: readonly (number | string)[]) {
  return shown(processWeight(settings).apply([column("step", values)], steps([values.length])));
}

describe("processWeight", () => {
  it.each([
    ["rising values (080 §Mechanism 3: Q / mean Q)", {}, [1, 2, 3], [0.5, 1, 1.5]],
    ["equal values", {}, [0.1, 0.1, 0.1], [1, 1, 1]],
    ["a missing value", {}, [1, "unread", 3], [0.5, "unread", 1.5]],
    ["a value below 0", {}, [1, -1, 3], [1, 1, 1]],
    ["a value below 0 taken as it is", { requireNonNegative: false }, [2, -1, 2], [2, -1, 2]],
    ["values under the floor", { floor: 0.5 }, [0.25, 0], [0.5, 0]],
    ["a mean below 0", { requireNonNegative: false, floor: 0.5 }, [-1, -2], [-2, -4]],
    ["nothing but 0", {}, [0, 0], [0, 0]],
    ["one step", {}, [7], [1]],
    ["no step", {}, [], []],
  ] as const)("weighs %s (by hand)", (_, settings, values, expected) => {
    expect(weights(settings, values)).toEqual(expected);
  });

  it("weighs each rollout by its own mean, or the places of a group alike", () => {
    const of = column("token", [1, 3, 4, 4, 4, "lost", 2, 6]);
    const layout = tokens([2, 4, 2], [2, 1]);
    expect(shown(processWeight({ level: "token" }).apply([of], layout))).toEqual([0.5, 1.5, 1, 1, 1, "lost", 0.5, 1.5]);
    const alike = processWeight({ level: "token", across: "group" });
    expect(shown(alike.apply([of], layout))).toEqual([0.75, 1.25, 0.75, 1.25, 1, "lost", 0.5, 1.5]);
    expect([alike.scope, processWeight().scope]).toEqual(["group", "rollout"]);
  });

  it("keeps advantages adding up to 0 at each place across a group (080 §Pitfalls)", () => {
    const layout = steps([2, 2]);
    const out = processWeight({ across: "group" }).apply([fullSignal("step", [1, 3, 5, 1])], layout).values;
    const advantages = [1, -2, -1, 2].map((value, i) => value * (out[i] as number));
    expect([
      (advantages[0] as number) + (advantages[2] as number),
      (advantages[1] as number) + (advantages[3] as number),
    ]).toEqual([0, 0]);
  });

  it("does not overflow, and fails where a mean cannot be told", () => {
    expect(weights({}, [1e308, 1e308, 1e308])).toEqual([1, 1, 1]);
    expect(weights({ requireNonNegative: false }, [-1e308, 1e308])).toEqual(
      Array(2).fill("Expected a finite value, got NaN."),
    );
  });

  it("states its facts", () => {
    expect(processWeight().options).toEqual({
      level: "step",
      floor: 1e-6,
      requireNonNegative: true,
      across: "rollout",
    });
    const inf = Number.POSITIVE_INFINITY;
    expect(processWeight().range([])).toEqual({ min: 0, max: inf });
    expect(processWeight({ requireNonNegative: false }).range([])).toEqual({ min: -inf, max: inf });
    expect(processWeight().trend(0, [])).toBe("unknown");
  });

  for (const options of [{}, { level: "token" }, { across: "group" }, { requireNonNegative: false }]) {
    for (const law of lawsOf(processWeight, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
    const inputRanges = [{ min: 0, max: 3 }];
    for (const law of lawsOf(processWeight, { options, inputRanges })) {
      it(`${law.name}, ${JSON.stringify(options)}, not negative`, law.check);
    }
  }
});

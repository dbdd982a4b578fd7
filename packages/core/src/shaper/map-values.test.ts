import { describe, expect, it } from "vitest";
import { abstained, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { mapValues } from "./map-values.ts";

describe("mapValues", () => {
  it("asks for present values alone, and keeps why others are missing", () => {
    const builder = new SignalBuilder("step", 3);
    builder.set(0, 2);
    builder.abstain(1, "no tool call");
    builder.set(2, 3);
    const asked: number[] = [];
    const out = mapValues(builder.build(), (value) => {
      asked.push(value);
      return value * value;
    });
    expect([asked, [...out.values], [...out.present], out.level]).toEqual([[2, 3], [4, 0, 9], [1, 0, 1], "step"]);
    expect(outcomeAt(out, 1)).toEqual(abstained("no tool call"));
  });

  it("leaves the input as it was where the result overflows", () => {
    const input = fullSignal("rollout", [1e308, 1]);
    const out = mapValues(input, (value) => 10 * value);
    expect([[...out.present], [...input.present], [...input.values]]).toEqual([
      [0, 1],
      [1, 1],
      [1e308, 1],
    ]);
  });
});

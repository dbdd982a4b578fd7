import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { sigmoid } from "./sigmoid.ts";

describe("sigmoid", () => {
  it("is ½ at the centre and e / (1 + e) one temperature above (by hand)", () => {
    const out = sigmoid({ centre: 3, temperature: 2 }).apply([fullSignal("rollout", [3, 5, 1])], flatLayout([3]));
    expect(out.values[0]).toBe(0.5);
    expect(out.values[1]).toBeCloseTo(Math.E / (1 + Math.E), 15);
    expect((out.values[1] as number) + (out.values[2] as number)).toBeCloseTo(1, 15);
  });

  it("reaches 0 and 1 for values far away instead of overflowing", () => {
    const out = sigmoid().apply([fullSignal("rollout", [-1e308, 1e308])], flatLayout([2]));
    expect([...out.values]).toEqual([0, 1]);
  });

  it("squeezes an unbounded input into [0, 1]", () => {
    expect(sigmoid().range([UNBOUNDED])).toEqual({ min: 0, max: 1 });
  });

  it("refuses a temperature of 0", () => {
    expect(() => sigmoid({ temperature: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`temperature\` of \`shaper/sigmoid@1\` to be valid, got 0: Too small: expected number to be >0.]`,
    );
  });

  for (const law of lawsOf(sigmoid, { options: { centre: 0.5, temperature: 0.1 } })) it(law.name, law.check);
});

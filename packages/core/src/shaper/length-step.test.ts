import { describe, expect, it } from "vitest";
import { gate } from "../combinator/index.ts";
import { flatLayout, fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { lengthStep } from "./length-step.ts";

const lengths = fullSignal("rollout", [100, 512, 513]);

describe("lengthStep", () => {
  it.each([
    ["reward", [0.5, 0.5, 0]],
    ["penalty", [0, 0, -0.5]],
    ["hybrid", [0.5, 0.5, -0.5]],
  ] as const)("steps at the limit in mode %s (104, α = 0.5)", (mode, expected) => {
    expect([...lengthStep({ limit: 512, mode }).apply([lengths], flatLayout([3])).values]).toEqual(expected);
  });

  it("pays only correct responses behind a gate, as LASER does", () => {
    const [correct, step] = [
      fullSignal("rollout", [0, 1, 1]),
      lengthStep({ limit: 512 }).apply([lengths], flatLayout([3])),
    ];
    expect([...gate().apply([step, correct], flatLayout([3])).values]).toEqual([0, 0.5, 0]);
  });

  it.each([
    [{ min: 0, max: 512 }, { min: 0.5, max: 0.5 }, "constant"],
    [{ min: 0, max: Number.POSITIVE_INFINITY }, { min: 0, max: 0.5 }, "decreasing"],
    [{ min: 600, max: 700 }, { min: 0, max: 0 }, "constant"],
  ])("knows range and trend for lengths in %j", (of, range, trend) => {
    expect(lengthStep({ limit: 512 }).range([of])).toEqual(range);
    expect(lengthStep({ limit: 512 }).trend(0, [of])).toBe(trend);
  });

  it("measures tokens when the program names no input", () => {
    expect(lengthStep({ limit: 512 }).inputs).toEqual([{ name: "of", default: { use: "length", unit: "tokens" } }]);
  });

  it("refuses to be made without a limit, and an unknown option", () => {
    // @ts-expect-error: `limit` is required
    expect(() => lengthStep({})).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`limit\` of \`shaper/length-step@1\` to be valid, got nothing: Invalid input: expected number, received undefined.]`,
    );
    // @ts-expect-error: `limits` is no option
    expect(() => lengthStep({ limit: 512, limits: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected the options of \`shaper/length-step@1\` to be valid, got {"limit":512,"limits":3}: Unrecognized key: "limits".]`,
    );
  });

  const settings = { options: { limit: 4, mode: "hybrid" }, inputRanges: [{ min: 0, max: 10 }] };
  for (const law of lawsOf(lengthStep, settings)) it(law.name, law.check);
});

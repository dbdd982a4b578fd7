import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { clip } from "./clip.ts";

describe("clip", () => {
  it.each([
    [{ min: -1, max: 1 }, [-1, 0.5, 1]],
    [{ min: 0 }, [0, 0.5, 2]],
    [{ max: 0 }, [-3, 0, 0]],
  ])("keeps −3, 0.5 and 2 within %j (by hand)", (bounds, expected) => {
    expect([...clip(bounds).apply([fullSignal("rollout", [-3, 0.5, 2])], flatLayout([3])).values]).toEqual(expected);
  });

  it("keeps what lies on a bound, and zeros with their sign", () => {
    const values = clip({ min: -1, max: 2 }).apply(
      [fullSignal("rollout", [-1, 2, -0, 0, 1e308, -1e308])],
      flatLayout([6]),
    );
    expect([...values.values]).toEqual([-1, 2, -0, 0, 2, -1]);
  });

  it("bounds an unbounded input", () => {
    expect(clip({ min: -1, max: 2 }).range([UNBOUNDED])).toEqual({ min: -1, max: 2 });
  });

  it("moves nothing where the input lies outside", () => {
    expect(clip({ min: 0 }).trend(0, [{ min: -2, max: 0 }])).toBe("constant");
  });

  it("refuses no bounds, and bounds that cross", () => {
    expect(() => clip()).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected the options of \`shaper/clip@1\` to be valid, got {}: \`clip\` needs \`min\`, \`max\` or both.]`,
    );
    expect(() => clip({ min: 2, max: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`min\` of \`shaper/clip@1\` to be valid, got 2: \`min\` must not be greater than \`max\`.]`,
    );
  });

  for (const law of lawsOf(clip, { options: { min: -1, max: 2 } })) it(law.name, law.check);
});

import { flatLayout, outcomeAt, SignalBuilder } from "@guerdon/core/signal";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { INLINE } from "../text/score-rows.test-support.ts";
import { pickGains } from "./pick-gains.ts";
import { rankGain } from "./rank-gain.ts";

const AS_CODED = { scale: 3, missPenalty: "until-first-hit", distance: false, invalid: -6 } as const;
const RELEVANCE = [0, 1, 0, 1, 0];

describe("pickGains", () => {
  it("is the table of a five-item episode (178 §Experiment, by hand)", () => {
    expect(pickGains([0, 1, 2, 3, 4], RELEVANCE, AS_CODED)).toEqual([-1, 3 / Math.log2(3), 0, 3 / Math.log2(5), 0]);
    expect(pickGains([1, 1, 2], RELEVANCE, AS_CODED)).toEqual([3, -6, 0]);
    expect(pickGains([5, 1], RELEVANCE, AS_CODED)).toEqual([-6, 0]);
    expect(pickGains([0, 2], RELEVANCE, { ...AS_CODED, missPenalty: "none" })).toEqual([0, 0]);
    expect(pickGains([1, 0], RELEVANCE, { ...AS_CODED, missPenalty: "always" })).toEqual([3, -Math.log2(3)]);
  });

  it("divides by the mean gap of the hits so far (178 §Mechanism)", () => {
    const far = pickGains([1, 0, 2, 3], RELEVANCE, { ...AS_CODED, distance: true });
    expect(far).toEqual([3, 0, 0, 3 / (Math.log2(5) * 3)]);
    const near = pickGains([1, 3], RELEVANCE, { ...AS_CODED, distance: true });
    expect(near).toEqual([3, 3 / Math.log2(3)]);
  });

  it("adds up to the DCG without misses", () => {
    const gains = pickGains([1, 3], RELEVANCE, { ...AS_CODED, scale: 1 });
    expect(gains.reduce((sum, gain) => sum + gain, 0)).toBe(1 + 1 / Math.log2(3));
  });
});

describe("rankGain", () => {
  const layout = { ...flatLayout([1, 1, 1]), stepOffsets: Int32Array.of(0, 2, 4, 5) };
  const columns = {
    steps: [[{ action: "1" }, { action: 3 }], [{ action: "b" }, { action: 0 }], [{ action: 0 }]],
    relevance: [RELEVANCE, RELEVANCE, null],
  };

  it("pays steps, and blames the task for no relevance", () => {
    const out = new SignalBuilder("step", 5);
    rankGain().score(columns, out, INLINE, layout);
    const signal = out.build();
    expect([...signal.values]).toEqual([3, 3 / Math.log2(3), -6, 0, 0]);
    expect(outcomeAt(signal, 4)).toEqual({
      kind: "failed",
      blame: "task",
      reason: "Expected `relevance` to list at most 1000 numbers, got something else.",
      retryable: false,
    });
  });

  it("states the range of its settings", () => {
    expect(rankGain().range).toEqual({ min: -Math.log2(1001), max: 3 });
    expect(rankGain({ missPenalty: "none", scale: 1 }).range).toEqual({ min: -6, max: 1 });
  });

  for (const options of [{}, { distance: true, missPenalty: "always" }])
    for (const law of lawsOf(rankGain, { options, columns, layout }))
      it(`${JSON.stringify(options)} ${law.name}`, law.check);
});

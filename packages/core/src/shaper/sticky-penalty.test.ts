import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { stickyPenalty } from "./sticky-penalty.ts";

const steps = (count: number) => ({ ...flatLayout([1]), stepOffsets: Int32Array.of(0, count) });
const felt = (options: Parameters<typeof stickyPenalty>[0], events: readonly number[]): number[] => [
  ...stickyPenalty(options).apply([fullSignal("step", events)], steps(events.length)).values,
];

describe("stickyPenalty", () => {
  it("lasts for its ticks, and anew from each event (001, by hand)", () => {
    expect(felt({ ticks: 3 }, [0, 1, 0, 0, 0, 1, 1, 0, 0, 0])).toEqual([1, 0.5, 0.5, 0.5, 1, 0.5, 0.5, 0.5, 0.5, 1]);
    expect(felt({ ticks: 1, factor: 0 }, [1, 0, -1])).toEqual([0, 1, 1]);
    expect(felt({}, [])).toEqual([]);
  });

  it("ends with the rollout", () => {
    const layout = { ...flatLayout([2]), stepOffsets: Int32Array.of(0, 1, 2) };
    expect([...stickyPenalty().apply([fullSignal("step", [1, 0])], layout).values]).toEqual([0.5, 1]);
  });

  it("is missing as long as an unseen event would be felt, unless another is", () => {
    const builder = new SignalBuilder("step", 5);
    [0, 0, 1, 0, 0].forEach((event, t) => {
      builder.set(t, event);
    });
    builder.abstain(0, "sensor");
    const out = stickyPenalty({ ticks: 2 }).apply([builder.build()], steps(5));
    expect([...out.present]).toEqual([0, 0, 1, 1, 1]);
    expect(outcomeAt(out, 1)).toEqual(abstained("sensor"));
    expect([...out.values]).toEqual([0, 0, 0.5, 0.5, 1]);
  });

  it.each([
    [{ min: 0, max: 1 }, 0.5, { min: 0.5, max: 1 }, "decreasing"],
    [{ min: 0, max: 1 }, 2, { min: 1, max: 2 }, "increasing"],
    [{ min: 0, max: 1 }, 1, { min: 1, max: 1 }, "constant"],
    [{ min: -1, max: 0 }, 0.5, { min: 1, max: 1 }, "constant"],
    [{ min: 1, max: 2 }, 0.5, { min: 0.5, max: 0.5 }, "constant"],
  ] as const)("knows range and trend for events in %j and factor %d", (of, factor, range, trend) => {
    expect(stickyPenalty({ factor }).range([of])).toEqual(range);
    expect(stickyPenalty({ factor }).trend(0, [of])).toBe(trend);
  });

  it("lasts 500 ticks by default, and refuses none", () => {
    expect(stickyPenalty().options).toEqual({ ticks: 500, factor: 0.5 });
    expect(() => stickyPenalty({ ticks: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`ticks\` of \`shaper/sticky-penalty@1\` to be valid, got 0: Too small: expected number to be >0.]`,
    );
  });

  for (const factor of [0.5, 3]) {
    for (const law of lawsOf(stickyPenalty, { options: { ticks: 2, factor } })) it(`${law.name}, ${factor}`, law.check);
  }
});

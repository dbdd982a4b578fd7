import { describe, expect, it } from "vitest";
import { flatLayout, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { REMEMBERED, sparse, statesAfter, valuesOver } from "./courses.test-support.ts";
import { hypervolumeWeight } from "./hypervolume-weight.ts";

const layout = flatLayout([2]);
const point = (...means: readonly (number | null)[]): Signal[] => means.map((mean) => sparse("rollout", [mean, mean]));

describe("hypervolumeWeight", () => {
  it("is 0.5 + 1.5·tanh(dHV) above the first point seen (111 §Mechanism)", () => {
    const values = valuesOver(
      hypervolumeWeight(),
      [point(0, 0), point(0.5, 0.5), point(1, 0.25), point(0.5, 0.5)],
      layout,
    );
    expect(values).toEqual([1, 1, 0.5 + 1.5 * Math.tanh(0.25), 0.5 + 1.5 * Math.tanh(0.125), 0.5]);
  });

  it("negates what is to be small, the reference too", () => {
    const piece = hypervolumeWeight({ maximise: [true, false], reference: [0, 10], squash: "none", lo: 0, gain: 1 });
    expect(valuesOver(piece, [point(1, 6), point(1, 8), point(2, 6)], layout)).toEqual([1, 4, 0, 4]);
    const down = hypervolumeWeight({ maximise: false, reference: [0, 0], squash: "none", lo: 0, gain: 1 });
    expect(valuesOver(down, [point(-2, -3)], layout)[1]).toBe(6);
  });

  it("clips progress at 1", () => {
    const piece = hypervolumeWeight({ reference: [0, 0], squash: "clip" });
    expect(valuesOver(piece, [point(0.5, 0.5), point(9, 9)], layout)).toEqual([1, 0.875, 2]);
  });

  it("keeps the points that nothing dominates, and of too many those that add most", () => {
    const batches = [point(1, 3), point(3, 1), point(2.9, 1.1), point(0, 0), point(2, 2)];
    const front = (capacity: number) =>
      (statesAfter(hypervolumeWeight({ reference: [0, 0], capacity }), batches, layout).at(-1) as { front: number[][] })
        .front;
    expect(front(64)).toEqual([
      [1, 3],
      [3, 1],
      [2.9, 1.1],
      [2, 2],
    ]);
    expect(front(2)).toEqual([
      [1, 3],
      [2.9, 1.1],
    ]);
    const better = statesAfter(hypervolumeWeight({ reference: [0, 0] }), [point(1, 1), point(2, 2)], layout);
    expect(better.at(-1)).toMatchObject({ front: [[2, 2]] });
  });

  it("changes nothing while a signal has no value, or none that can be used", () => {
    const piece = hypervolumeWeight({ reference: [0, 0] });
    for (const batch of [point(1, null), point(1e300, 1e300)]) {
      expect(statesAfter(piece, [batch], layout)).toEqual([piece.adaptive?.init()]);
    }
  });

  it("refuses lists that do not fit its signals", () => {
    const apply = (options: Parameters<typeof hypervolumeWeight>[0]) =>
      hypervolumeWeight(options).apply(point(0, 0), layout);
    expect(() => apply({ reference: [0] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`reference\` to have one entry for each of the 2 signals, got 1.]`,
    );
    expect(() => apply({ maximise: [true] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`maximise\` to have one entry for each of the 2 signals, got 1.]`,
    );
  });

  it("lies between no progress and full progress, 1 included", () => {
    expect(hypervolumeWeight().range([])).toEqual({ min: 0.5, max: 2 });
    expect(hypervolumeWeight({ squash: "none" }).range([])).toEqual({ min: 0.5, max: Number.POSITIVE_INFINITY });
    expect(hypervolumeWeight({ lo: 3, gain: 0, squash: "none" }).range([])).toEqual({ min: 1, max: 3 });
    expect(hypervolumeWeight({ lo: 0, gain: 0.5 }).range([])).toEqual({ min: 0, max: 1 });
    expect(hypervolumeWeight().trend(0, [])).toBe("unknown");
    expect(hypervolumeWeight().options).toEqual({
      maximise: true,
      reference: null,
      lo: 0.5,
      gain: 1.5,
      squash: "tanh",
      capacity: 64,
    });
  });

  for (const squash of ["tanh", "clip", "none"] as const) {
    const settings = { options: { squash }, inputCount: 2, samples: 40, skip: [REMEMBERED] };
    for (const law of lawsOf(hypervolumeWeight, settings)) it(`${law.name}, ${squash}`, law.check);
  }
});

import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Layout, type Signal, UNBOUNDED, UNIT } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { progressFusion } from "./progress-fusion.ts";

const steps = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("step", row));
const layout: Layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };

describe("progressFusion", () => {
  it("goes on by hops up and down, and averages the three views (015 §Mechanism, by hand)", () => {
    const out = progressFusion().apply(steps([0.6, 0, -0.5], [0.3, 0.6, 0], [-0.4, -0.4, -0.75]), layout).values;
    const first = (0.6 + 0.3 + 0.6) / 3;
    const second = (first + 0.6 + 0.6) / 3;
    const third = (second - 0.5 * second + 0 + 0.25) / 3;
    expect(out[0]).toBeCloseTo(first, 12);
    expect(out[1]).toBeCloseTo(second, 12);
    expect(out[2]).toBeCloseTo(third, 12);
  });

  it("moves halfway to views that agree, and stays where they do not (015 §Mechanism)", () => {
    const [agree, argue] = [
      steps([0.2, 0, 0], [0.5, 0.5, 0.5], [-0.5, -0.5, -0.5]),
      steps([0.2, 0.2, 0.2], [0, 0, 0], [0, 0, 0]),
    ];
    const own = progressFusion({ mode: "consistency", start: 0.4 });
    const change = 0.6 * 0.2;
    expect(own.apply(agree, layout).values[0]).toBeCloseTo(0.4 + (0.5 - 0.4 + change) / 2, 6);
    const apart = 1 / (0.5 + 1e-6);
    const held = 0.4 + (Math.exp(-5 * apart ** 2) / 2) * (0.5 - 0.4 + change);
    expect(own.apply(argue, layout).values[0]).toBeCloseTo(held, 12);
    expect(Math.abs(held - 0.4)).toBeLessThan(1e-8);
    // 1 over 0.5 and as much again
    const eased = progressFusion({ mode: "consistency", start: 0.4, eps: 0.5 }).apply(argue, layout).values[0];
    expect(eased).toBeCloseTo(0.4 + (Math.exp(-5) / 2) * (0.5 - 0.4 + change), 12);
    const blind = progressFusion({ mode: "consistency", start: 0.4, alpha: 0 }).apply(argue, layout).values[0];
    expect(blind).toBeCloseTo(0.4 + (0.5 - 0.4 + change) / 2, 12);
  });

  it("goes on from the last progress where a view is missing, and starts anew with each rollout", () => {
    const two: Layout = { ...flatLayout([2]), stepOffsets: Int32Array.of(0, 3, 4) };
    const [hop, forward, backward] = steps([1, 0, 0, 0], [1, 0, 1, 0], [0, 0, 0, -1]) as [Signal, Signal, Signal];
    const out = progressFusion().apply([{ ...hop, present: Uint8Array.of(1, 0, 1, 1) }, forward, backward], two);
    expect([[...out.values], [...out.present]]).toEqual([
      [1, 0, 1, 0],
      [1, 0, 1, 1],
    ]);
  });

  it("stays in [0, 1] for views that are what they say", () => {
    const [hop, share, back] = [
      { min: -1, max: 1 },
      { min: 0, max: 1 },
      { min: -1, max: 0 },
    ];
    expect(progressFusion().range([hop, share, back])).toEqual(UNIT);
    expect(progressFusion().range([{ min: -1, max: 1.1 }, share, back])).toEqual(UNBOUNDED);
    expect(progressFusion().range([hop, { min: -0.1, max: 1 }, back])).toEqual(UNBOUNDED);
    expect(progressFusion().range([hop, share, { min: -1, max: 0.1 }])).toEqual(UNBOUNDED);
    expect(progressFusion().trend(0, [hop, share, back])).toBe("unknown");
    for (const mode of ["mean", "consistency"] as const) {
      for (const law of lawsOf(progressFusion, { options: { mode, alpha: 0.1 }, inputRanges: [hop, share, back] }))
        law.check();
    }
  });

  for (const law of lawsOf(progressFusion)) it(law.name, law.check);
  for (const law of lawsOf(progressFusion, { options: { mode: "consistency" } }))
    it(`${law.name}, consistency`, law.check);

  it("reads three views by step, and gives steps", () => {
    expect(progressFusion().inputs).toEqual([
      { name: "hop", level: "step" },
      { name: "forward", level: "step" },
      { name: "backward", level: "step" },
    ]);
    expect(progressFusion().level).toBe("step");
  });

  it.each([
    ["all in range", [-1, 1], [0, 1], [-1, 0], true],
    ["a hop below −1", [-1.1, 1], [0, 1], [-1, 0], false],
    ["a hop above 1", [-1, 1.1], [0, 1], [-1, 0], false],
    ["a forward below 0", [-1, 1], [-0.1, 1], [-1, 0], false],
    ["a forward above 1", [-1, 1], [0, 1.1], [-1, 0], false],
    ["a backward below −1", [-1, 1], [0, 1], [-1.1, 0], false],
    ["a backward above 0", [-1, 1], [0, 1], [-1, 0.1], false],
  ] as const)("is in [0, 1] with %s or not at all", (_, hop, forward, backward, fits) => {
    const ranges = [hop, forward, backward].map(([min, max]) => ({ min, max }));
    expect(progressFusion().range(ranges)).toEqual(
      fits ? { min: 0, max: 1 } : { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY },
    );
    expect(progressFusion().trend(0, ranges)).toBe("unknown");
  });
});

import { describe, expect, it } from "vitest";
import { flatLayout } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { controlled, REMEMBERED, statesAfter, valuesOver } from "./courses.test-support.ts";
import { type IntegralControllerOptions, integralController } from "./integral-controller.ts";

const layout = flatLayout([2]);
const after = (
  options: Partial<IntegralControllerOptions>,
  ...means: readonly (readonly [number | null, number | null])[]
) =>
  valuesOver(
    integralController(options),
    means.map(([mean, target]) => controlled([mean, mean], target)),
    layout,
  ).at(-1) as number;

describe("integralController", () => {
  it("moves α by 0.05·(mean − target) within [0, 2] (107 §Mechanism)", () => {
    expect(after({ min: 0, max: 2 }, [3, 1])).toBeCloseTo(0.6, 12);
    expect(after({ min: 0, max: 2 }, [1, 3])).toBeCloseTo(0.4, 12);
    expect([after({ min: 0, max: 2 }, [100, 1]), after({ min: 0, max: 2 }, [1, 100])]).toEqual([2, 0]);
  });

  it("moves log β by 0.05·clip(e, ±0.2), not within the dead zone (107 §Mechanism)", () => {
    const log = { space: "log", error: "relative", limit: 0.2, deadZone: 0.02, initial: 0.01 } as const;
    expect(after(log, [0.02, 0.01])).toBeCloseTo(0.01 * Math.exp(0.05 * 0.2), 12);
    expect(after(log, [0.005, 0.01])).toBeCloseTo(0.01 * Math.exp(-0.05 * 0.2), 12);
    expect(after(log, [0.011, 0.01])).toBeCloseTo(0.01 * Math.exp(0.05 * 0.1), 12);
    expect(after({ ...log, deadZone: 0.25 }, [1.25, 1])).toBe(0.01);
    expect(after({ ...log, deadZone: 0.25 }, [1.3125, 1])).not.toBe(0.01);
  });

  it("multiplies by 1 + K·clip(KL / target − 1, ±0.2) (Ziegler et al.)", () => {
    const proportional = { space: "proportional", error: "relative", limit: 0.2, rate: 0.1, initial: 0.2 } as const;
    expect(after(proportional, [12, 6])).toBeCloseTo(0.2 * 1.02, 12);
    expect(after(proportional, [6.6, 6])).toBeCloseTo(0.2 * 1.01, 12);
  });

  it("adds an entropy correction with a negative rate (075 §Mechanism)", () => {
    const mu = { initial: 0.8, rate: -5e-4, min: 0.05, max: 0.95 };
    expect(after(mu, [0.2, 0.7])).toBeCloseTo(0.8 + 5e-4 * 0.5, 12);
  });

  it("averages what it measures, beginning with the first", () => {
    expect(after({ initial: 0, rate: 1, decay: 0.75 }, [4, 0], [8, 0])).toBeCloseTo(4 + 5, 12);
  });

  it("moves at each `every`-th step alone, and averages in between", () => {
    const slow = { initial: 0, rate: 1, every: 2, decay: 0.5 };
    expect(after(slow, [4, 0])).toBe(0);
    expect(after(slow, [4, 0], [8, 0])).toBe(6);
    expect(after(slow, [4, 0], [8, 0], [6, 0])).toBe(6);
    expect(after(slow, [4, 0], [8, 0], [6, 0], [6, 0])).toBe(12);
  });

  it("changes nothing without values or a target, for a target of 0 or beyond what numbers can hold", () => {
    const [start] = [{ value: 0.5, mean: null, steps: 0 }];
    for (const batch of [controlled([null, null], 1), controlled([1, 1], null), controlled([1e308, 1.5e308], 0)]) {
      expect(statesAfter(integralController(), [batch], layout)).toEqual([start]);
    }
    expect(after({ error: "relative" }, [1, 0])).toBe(0.5);
    expect(after({ rate: 1e308 }, [1e300, 0])).toBe(0.5);
  });

  it("holds its start within its bounds, and measures the rollouts that `among` names", () => {
    expect(valuesOver(integralController({ initial: 5, max: 2 }), [controlled([1, 1], 1)], layout)[0]).toBe(2);
    expect(valuesOver(integralController({ rate: 1 }), [controlled([5, 1], 0, [0, 1])], layout)[1]).toBe(1.5);
  });

  it.each([0.005, 0.02])("brings a KL stream to %d within 300 updates (107 §Experiment C)", (target) => {
    const piece = integralController({
      space: "log",
      error: "relative",
      decay: 0.97,
      deadZone: 0.02,
      rate: 0.05,
      initial: 0.01,
    });
    let state = piece.adaptive?.init() ?? null;
    let kl = 0;
    for (let step = 0; step < 300; step++) {
      kl = 1e-4 / (piece.apply([], layout, { step, state }).values[0] as number);
      state = piece.adaptive?.step(state, controlled([kl, kl], target), layout, step) ?? null;
    }
    expect(Math.abs(kl / target - 1)).toBeLessThan(0.15);
  });

  it("knows its range and its defaults", () => {
    const [none, all] = [integralController().range([]), Number.POSITIVE_INFINITY];
    expect(none).toEqual({ min: -all, max: all });
    expect(integralController({ space: "log" }).range([])).toEqual({ min: 0, max: all });
    expect(integralController({ space: "proportional", min: -1, max: 2 }).range([])).toEqual({ min: -1, max: 2 });
    expect(integralController().trend(0, [])).toBe("unknown");
    expect(integralController().options).toEqual({
      initial: 0.5,
      rate: 0.05,
      error: "difference",
      decay: 0,
      deadZone: 0,
      limit: null,
      every: 1,
      space: "linear",
      min: null,
      max: null,
    });
  });

  it("refuses bounds the wrong way round, and a start that cannot grow", () => {
    expect(() => integralController({ min: 2, max: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`min\` of \`schedule/integral-controller@1\` to be valid, got 2: is larger than \`max\`.]`,
    );
    expect(() => integralController({ space: "log", initial: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`initial\` of \`schedule/integral-controller@1\` to be valid, got 0: must be positive in \`log\` and \`proportional\` space.]`,
    );
    expect(integralController({ min: 1, max: 1 }).range([])).toEqual({ min: 1, max: 1 });
  });

  for (const space of ["linear", "log", "proportional"] as const) {
    for (const error of ["difference", "relative"] as const) {
      const options = { space, error, decay: 0.5, limit: 2, every: 2 };
      for (const law of lawsOf(integralController, { options, samples: 20, skip: [REMEMBERED] })) {
        it(`${law.name}, ${space} ${error}`, law.check);
      }
    }
  }
});

import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { robustness, type TemporalFormula } from "./robustness.ts";
import { type TimedGoalsOptions, timedGoals } from "./timed-goals.ts";
import { vectorise } from "./vectorise.ts";

const [UP, RIGHT, DOWN, STAY] = [0, 1, 2, 4] as const;
const times = (count: number, action: number): number[] => new Array(count).fill(action);

/** Goals reached at 6, 18 (around the wall) and 28. */
const WAY = [
  ...times(6, DOWN),
  ...times(3, UP),
  ...times(6, RIGHT),
  ...times(3, DOWN),
  ...times(6, UP),
  ...times(16, STAY),
];

function play(options: TimedGoalsOptions, actions: readonly number[]) {
  const environment = vectorise(timedGoals({ slip: 0, ...options }), 1);
  const rewards: number[] = [];
  for (const action of actions) {
    environment.step([action]);
    rewards.push(environment.rewards[0] as number);
    if (environment.terminated[0] === 1) break;
  }
  const last = Object.fromEntries(Object.entries(environment.signals).map(([name, column]) => [name, column[0]]));
  return { rewards, sum: rewards.reduce((sum, one) => sum + one, 0), last };
}

describe("timedGoals", () => {
  it("pays ½ at the end of a way through all windows that keeps off the wall (by hand)", () => {
    const { rewards, sum, last } = play({}, WAY);
    expect(rewards).toHaveLength(40);
    // Within a goal the margin is ½; the nearest to the wall is (4, 4), one from (4, 5): ½ too.
    expect(sum).toBe(0.5);
    expect(last).toMatchObject({ gold: 1, robustness: 0.5 });
  });

  it("pays −½ when one cell away is the best that was done, and through the wall", () => {
    const short = [...WAY.slice(0, 23), ...times(17, STAY)];
    expect(play({}, short)).toMatchObject({ sum: -0.5, last: { gold: 0 } });
    const through = [...times(6, DOWN), ...times(6, RIGHT), ...times(6, STAY), ...times(6, UP), ...times(16, STAY)];
    expect(play({}, through)).toMatchObject({ sum: -0.5, last: { robustness: -0.5 } });
  });

  it("pays stages: 5 for each goal at its time and 0.1 for each cell nearer (by hand)", () => {
    const { sum, last } = play({ reward: "stages", times: [6, 18, 28] }, WAY);
    // 6 cells to the first, 3 up and 6 right and 3 down to the second (6 nearer in all), 6 to the third.
    expect(sum).toBeCloseTo(15 + 0.1 * 18, 9);
    expect(last.gold).toBe(1);
  });

  it("ends a stage that is missed with −1, and a forbidden cell with −2", () => {
    expect(play({ reward: "stages", times: [5, 18, 28] }, WAY).rewards).toEqual([
      0.1,
      0.1,
      0.1,
      0.1,
      expect.closeTo(-0.9, 9),
    ]);
    const { rewards, last } = play({ reward: "stages", times: [6, 18, 28] }, [...times(6, DOWN), ...times(3, RIGHT)]);
    expect(rewards.at(-1)).toBeCloseTo(0.1 - 2, 9);
    // It stays at (4, 7), nine cells from the last goal.
    expect(last).toMatchObject({ violated: 1, gold: 0, robustness: 0.5 - 9 });
  });

  it("keeps the laws with both rewards, and to its windows", () => {
    for (const reward of ["robustness", "stages"] as const)
      checkEnvironment((count) => vectorise(timedGoals({ reward }), count));
    expect(() => timedGoals({ times: [3, 18, 28] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected a time in the window of each goal, got 3, 18, 28.]`,
    );
  });
});

describe("robustness", () => {
  const above = (limit: number): TemporalFormula => ({ kind: "margin", of: (x, t) => (x[t] as number) - limit });
  const path = [1, 3, 2, 5, 0];

  it.each<[string, TemporalFormula, number]>([
    ["margin", above(2), -1],
    ["not", { kind: "not", formula: above(2) }, 1],
    ["and", { kind: "and", formulas: [above(2), above(0)] }, -1],
    ["or", { kind: "or", formulas: [above(2), above(0)] }, 1],
    ["eventually", { kind: "eventually", from: 1, to: 2, formula: above(2) }, 1],
    ["always", { kind: "always", from: 1, to: 3, formula: above(1) }, 1],
    // At 1: min(1, …) of ψ = above 2; at 3: min(3, held min of x − 0 = 1).
    ["until", { kind: "until", from: 0, to: 4, hold: above(0), formula: above(2) }, 1],
    ["until, late", { kind: "until", from: 4, to: 4, hold: above(0), formula: above(-1) }, 0],
    [
      "nested",
      { kind: "always", from: 0, to: 2, formula: { kind: "eventually", from: 0, to: 1, formula: above(2) } },
      1,
    ],
    ["never", { kind: "eventually", from: 5, to: 9, formula: above(2) }, Number.NEGATIVE_INFINITY],
  ])("of %s by hand", (_, formula, expected) => {
    expect(robustness(formula, path, 5)).toBe(expected);
  });

  it("is kept by the laws of De Morgan on other paths", () => {
    for (let k = 0; k < 50; k++) {
      const x = Array.from({ length: 8 }, (_, t) => Math.sin(k * 7 + t * t * 3));
      const some: TemporalFormula = { kind: "eventually", from: 1, to: 5, formula: above(0.2) };
      const all: TemporalFormula = { kind: "always", from: 1, to: 5, formula: { kind: "not", formula: above(0.2) } };
      expect(robustness({ kind: "not", formula: some }, x, 8)).toBe(robustness(all, x, 8));
      const until: TemporalFormula = { kind: "until", from: 1, to: 5, hold: above(-2), formula: above(0.2) };
      // What is reached while something holds is reached: at most as much, and as much where holding leaves room.
      expect(robustness(until, x, 8)).toBeLessThanOrEqual(robustness(some, x, 8));
      if (robustness(some, x, 8) <= 1) expect(robustness(until, x, 8)).toBe(robustness(some, x, 8));
    }
  });
});

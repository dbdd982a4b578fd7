import { describe, expect, it } from "vitest";
import { type BanditOptions, bandit } from "./bandit.ts";
import { vectorise } from "./vectorise.ts";

/** Pulls given arms in 4,000 copies and gives the mean reward and signals of each step. */
function pull(options: BanditOptions, arms: readonly number[]) {
  const environment = vectorise(bandit(options), 4000);
  environment.reset(5);
  return arms.map((arm) => {
    environment.step(new Float64Array(4000).fill(arm));
    const mean = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0) / 4000;
    const { best, chance } = environment.signals as { best: Float64Array; chance: Float64Array };
    return { reward: mean(environment.rewards), best: mean(best), chance: mean(chance) };
  });
}

describe("bandit", () => {
  it("pays with the chance of the arm: uniform chances pay one half, the best of three 3/4", () => {
    for (const { reward, best, chance } of pull({ arms: 3 }, [0, 0, 2])) {
      expect(Math.abs(chance - 0.5)).toBeLessThan(0.02);
      expect(Math.abs(reward - chance)).toBeLessThan(0.03);
      expect(Math.abs(best - 0.75)).toBeLessThan(0.015);
    }
  });

  it("recharges: after one step an arm pays a fifth, after three others three fifths (by hand)", () => {
    const steps = pull({ kind: "recharging", recharge: 5 }, [0, 0, 1, 1, 0]);
    const shares = steps.map(({ chance }) => chance / (steps[0] as { chance: number }).chance);
    expect(shares[1]).toBeCloseTo(0.2, 10);
    expect(shares[4]).toBeCloseTo(0.6, 10);
  });

  it("has one paying arm when sparse, and drifts when restless", () => {
    const [sparse] = pull({ kind: "sparse", arms: 4 }, [2]) as unknown as [{ reward: number; best: number }];
    expect(sparse.best).toBe(1);
    expect(Math.abs(sparse.reward - 0.25)).toBeLessThan(0.03);
    const environment = vectorise(bandit({ kind: "restless", drift: 0.1 }), 1);
    environment.step([0]);
    const [first] = environment.signals.chance as Float64Array;
    environment.step([0]);
    expect(environment.signals.chance?.[0]).not.toBe(first);
  });

  it("shows the last arm, its pay and the time, and nothing at the start", () => {
    const environment = vectorise(bandit({ arms: 2, kind: "sparse", pulls: 4 }), 1);
    expect([...environment.observations]).toEqual([0, 0, 0, 0]);
    environment.step([1]);
    expect([...environment.observations]).toEqual([0, 1, environment.rewards[0], 0.25]);
  });
});

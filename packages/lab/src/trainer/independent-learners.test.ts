import { describe, expect, it } from "vitest";
import { cartPole, congestionGame, matrixGame, STAG_HUNT, vectorise } from "../environment/index.ts";
import type { Run } from "../experiment/run.ts";
import { type IndependentLearnersSettings, startIndependentLearners } from "./independent-learners.ts";

const game = (options: object = {}) => vectorise(congestionGame(options), 1);
const settings = (more: Partial<IndependentLearnersSettings> = {}): IndependentLearnersSettings => ({
  environment: game(),
  exploration: 0.1,
  rate: 0.3,
  steps: 50,
  updates: 20,
  ...more,
});
async function lastOf(run: Run): Promise<number> {
  let last = 0;
  while (run.updates < run.end) last = (await run.update()).reward as number;
  return last;
}

describe("startIndependentLearners", () => {
  it("moves the value of what was done, for each agent by its own reward (by hand)", async () => {
    // Nobody knows anything: both take action 0, stag. Common reward (4 + 4) / 2.
    const hunt = () => vectorise(matrixGame({ payoffs: STAG_HUNT, rounds: 5 }), 1);
    const one = startIndependentLearners(settings({ environment: hunt(), exploration: 0, steps: 1 }), 1);
    expect((await one.update()).reward).toBe(4);
    expect([...(one.save().arrays.values as Float64Array)]).toEqual([1.2, 0, 1.2, 0]);
    const own = startIndependentLearners(
      settings({ environment: game(), reward: "difference", exploration: 0, steps: 1, rate: 1 }),
      1,
    );
    await own.update();
    // Both on route 0: worth 2/e, without either 1.
    const values = own.save().arrays.values as Float64Array;
    expect(values[0]).toBeCloseTo(2 / Math.E - 1, 12);
    expect(values[2]).toBeCloseTo(2 / Math.E - 1, 12);
  });

  it("learns with many by the difference that each makes, not by what all earn", async () => {
    const crowd = () => game({ agents: 50, routes: 5, capacity: 2 });
    const common = await lastOf(startIndependentLearners(settings({ environment: crowd() }), 2));
    const difference = await lastOf(
      startIndependentLearners(settings({ environment: crowd(), reward: "difference" }), 2),
    );
    expect(difference).toBeGreaterThan(1.1 * common);
  });

  it("goes on bit by bit after a restore", async () => {
    const whole = startIndependentLearners(settings({ exploration: 0.5 }), 7);
    await whole.update();
    const other = startIndependentLearners(settings({ exploration: 0.5 }), 7);
    other.restore(structuredClone(whole.save()) as never);
    expect(await other.update()).toEqual(await whole.update());
  });

  it("says what does not fit", () => {
    expect(() => startIndependentLearners(settings({ environment: vectorise(cartPole(), 1) }), 1)).toThrow(
      "Expected one copy with an action for each agent, got 1 with discrete actions",
    );
    expect(() => startIndependentLearners(settings({ reward: "payoff" }), 1)).toThrow("the signal `payoff-0`");
  });
});

import { describe, expect, it } from "vitest";
import { checkEnvironment, randomActions } from "./check-environment.ts";
import { clipActions } from "./clip-actions.ts";
import type { Environment } from "./environment.ts";
import { fourRooms } from "./grid-world.ts";
import { limitTime } from "./limit-time.ts";
import { normaliseObservations } from "./normalise-observations.ts";
import { patchWorld } from "./patch-world.ts";
import { pendulum } from "./pendulum.ts";
import { scaleRewards } from "./scale-rewards.ts";
import { type Dynamics, vectorise } from "./vectorise.ts";

/** Shows and pays 1, 2, 4, … times the action; cuts itself off after the step that reaches `last`. */
const doubling = (last: number): Dynamics => ({
  id: "doubling@1",
  observation: { kind: "box", low: [-100], high: [100] },
  action: { kind: "box", low: [-1], high: [1] },
  stateSize: 1,
  maxSteps: 0,
  start: (state, at) => {
    state[at] = 1;
  },
  step: (state, at, actions, action, _, out) => {
    out.reward = (state[at] as number) * (actions[action] as number);
    state[at] = 2 * (state[at] as number);
    out.truncated = state[at] === last;
  },
  observe: (state, at, out, to) => {
    out[to] = state[at] as number;
  },
});

/** Plays some steps and tells all that is shown. */
function play(environment: Environment, steps: number, from = 0): readonly number[] {
  const seen: number[] = [];
  for (let step = from; step < from + steps; step++) {
    environment.step(randomActions(environment, 4, step));
    const { observations, rewards, earned, terminated, truncated } = environment;
    seen.push(...observations, ...rewards, ...(earned ?? []), ...terminated, ...truncated);
  }
  return seen;
}

const all = (count: number): Environment =>
  normaliseObservations(scaleRewards(clipActions(vectorise(limitTime(pendulum(), 30), count))));

describe("wrappers", () => {
  it("go on from a saved state bit by bit, show what was shown, and are the same for a seed", () => {
    const environment = all(3);
    environment.reset(5);
    play(environment, 40);
    const [saved, shown] = [environment.save(), environment.observations.slice()];
    const on = play(environment, 50, 40);
    environment.restore(saved);
    expect(environment.observations).toEqual(shown);
    expect(play(environment, 50, 40)).toEqual(on);
    const other = all(3);
    other.reset(5);
    play(other, 40);
    expect(play(other, 50, 40)).toEqual(on);
    environment.reset(6);
    expect(play(environment, 90).slice(-on.length)).not.toEqual(on);
  });

  it("a single copy keeps what environments promise; many share their moments", () => {
    checkEnvironment(() => all(1));
    checkEnvironment((count) => clipActions(vectorise(pendulum(), count)));
    expect(() => checkEnvironment(all)).toThrow(/copies are apart/);
  });
});

describe("normaliseObservations", () => {
  it("shows (o − mean) / deviation of what was seen so far (by hand)", () => {
    const environment = normaliseObservations(vectorise(doubling(8), 1));
    // Seen 1, and the start: mean 1 / 1.0001, variance (1e-4 + 1e-4 / 1.0001) / 1.0001.
    expect(environment.observations[0]).toBeCloseTo(1e-4 / Math.sqrt(2e-4), 5);
    environment.step([1]);
    // Seen 1, 2: mean 1.5, deviation 0.5; the start weighs next to nothing.
    expect(environment.observations[0]).toBeCloseTo(1, 3);
    environment.step([1]);
    // Seen 1, 2, 4: mean 7/3, variance 14/9.
    expect(environment.observations[0]).toBeCloseTo((4 - 7 / 3) / Math.sqrt(14 / 9), 3);
    environment.step([1]);
    expect(environment.truncated[0]).toBe(1);
    // Seen 1, 2, 4, 1: the last observation 8 is shown by the same mean 2 and variance 3/2 and not taken in.
    expect(environment.observations[0]).toBeCloseTo(-1 / Math.sqrt(1.5), 3);
    expect(environment.finalObservations[0]).toBeCloseTo(6 / Math.sqrt(1.5), 3);
  });

  it("clips, and reads foreign moments without changing them", () => {
    const training = normaliseObservations(vectorise(doubling(8), 1));
    training.step([1]);
    const before = training.moments.save();
    const evaluation = normaliseObservations(vectorise(doubling(8), 1), { clip: 2, moments: training.moments });
    evaluation.reset(9);
    evaluation.step([1]);
    evaluation.step([1]);
    // (4 − 1.5) / 0.5 = 5
    expect(evaluation.observations[0]).toBe(2);
    evaluation.restore(evaluation.save());
    expect(training.moments.save()).toEqual(before);
  });

  it("says what it cannot normalise", () => {
    const numbered = vectorise({ ...doubling(8), observation: { kind: "discrete", size: 3 } }, 1);
    expect(() => normaliseObservations(numbered)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected real observations to normalise, got discrete ones of doubling@1.]`,
    );
  });
});

describe("scaleRewards", () => {
  it("divides by the deviation of the discounted return, and keeps what was earned (by hand)", () => {
    const environment = scaleRewards(vectorise(doubling(8), 1), { discount: 0.5, clip: 1.1 });
    environment.step([1]);
    // R = 1: only the start has a variance, 1e-4 of a row: (1e-4 + 1e-4) / 1.0001.
    expect(environment.rewards[0]).toBe(1.1);
    environment.step([1]);
    // R = 1, 2.5: variance 0.75².
    expect(environment.earned[0]).toBe(2);
    expect(environment.rewards[0]).toBe(1.1);
    environment.step([0.25]);
    // R = 1, 2.5, 2.25: mean 23/12, variance 31/72; the reward is 1.
    const third = 1 / Math.sqrt((1 + 6.25 + 5.0625) / 3 - (23 / 12) ** 2);
    expect(third).toBeGreaterThan(1.1);
    expect(environment.truncated[0]).toBe(1);
    environment.step([-0.5]);
    // The episode was over: R = −0.5.
    const variance = (1 + 6.25 + 5.0625 + 0.25) / 4 - (5.25 / 4) ** 2;
    expect(environment.rewards[0]).toBeCloseTo(-0.5 / Math.sqrt(variance), 3);
  });
});

describe("clipActions", () => {
  it("keeps actions in bounds and says how many it takes", () => {
    const environment = clipActions(vectorise(doubling(8), 2));
    environment.step([3, -3]);
    expect([...environment.rewards]).toEqual([1, -1]);
    expect(() => environment.step([1])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`actions\` to have 2 values, got 1.]`,
    );
    expect(() => clipActions(vectorise(fourRooms(), 1))).toThrow(/Expected real actions to clip, got discrete/);
  });
});

describe("limitTime", () => {
  it("cuts off what would go on, and says so as truncated", () => {
    const environment = vectorise(limitTime(pendulum(), 3), 1);
    const cuts = Array.from({ length: 6 }, () => {
      environment.step([0]);
      return [environment.terminated[0], environment.truncated[0]];
    });
    expect(cuts).toEqual([
      [0, 0],
      [0, 0],
      [0, 1],
      [0, 0],
      [0, 0],
      [0, 1],
    ]);
    expect(limitTime(doubling(8), 7).maxSteps).toBe(7);
    // A task that is a class keeps its methods.
    const repair = vectorise(limitTime(patchWorld(), 2), 3);
    for (const cut of [0, 1]) {
      repair.step([0, 0, 0]);
      expect([...repair.truncated]).toEqual([cut, cut, cut]);
    }
    expect(() => limitTime(pendulum(), 0)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`maxSteps\` to be a whole number of at least 1, got 0.]`,
    );
  });
});

import { expect, it } from "vitest";
import { gridWorld } from "../environment/index.ts";
import { optimalActions } from "./optimal-actions.ts";
import { randomProcess } from "./random-process.ts";
import { valueIteration } from "./value-iteration.ts";
import { withClock } from "./with-clock.ts";
import { withReward } from "./with-reward.ts";

it("has both ways round in an open grid, and all actions where nothing can be gained", () => {
  const { process } = gridWorld(["S.", ".G"]);
  // From the start right and down; from beside the goal one; in the goal, where the episode is over, all.
  expect([...optimalActions(process)]).toEqual([0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 1, 1, 1]);
});

it("stays what it is under a potential, at each time of a clock too, and not with a wrong discount", () => {
  const process = randomProcess({ states: 6, actions: 3, discount: 0.9 }, 2);
  const of = (state: number): number => Math.sin(7 * state);
  const shaped = (discount: number) =>
    withReward(process, (state, _, next, paid) => paid + 5 * (discount * of(next) - of(state)));
  expect(optimalActions(shaped(0.9))).toEqual(optimalActions(process));
  expect(optimalActions(shaped(0.2))).not.toEqual(optimalActions(process));
  const clocked = withClock(process, 4);
  const dynamic = withReward(clocked, (state, _, next, paid) => paid + 0.9 * of(next) - of(state));
  expect(optimalActions(dynamic)).toEqual(optimalActions(clocked));
});

it("a clock changes no value", () => {
  const process = randomProcess({ states: 4, actions: 2, discount: 0.8 }, 3);
  const [plain, clocked] = [valueIteration(process).values, valueIteration(withClock(process, 3)).values];
  for (let state = 0; state < 12; state++)
    expect(clocked[state]).toBeCloseTo(plain[Math.floor(state / 3)] as number, 8);
});

it("a clock lets the reward depend on the time: pay at time 0 alone is worth 1/(1 − γ²) with a period of 2", () => {
  const loop = withClock(randomProcess({ states: 1, actions: 1, discount: 0.5 }, 1), 2);
  const { values } = valueIteration(withReward(loop, (state) => Number(state === 0)));
  expect([values[0], values[1]]).toEqual([expect.closeTo(4 / 3, 8), expect.closeTo(2 / 3, 8)]);
});

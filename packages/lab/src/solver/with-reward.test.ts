import { expect, it } from "vitest";
import { randomProcess } from "./random-process.ts";
import { valueIteration } from "./value-iteration.ts";
import { withReward } from "./with-reward.ts";

const process = randomProcess({ states: 5, actions: 3, discount: 0.9 }, 4);

it("keeps what it is given back, transition by transition", () => {
  const same = withReward(process, (_, __, ___, paid) => paid);
  expect([...same.gain]).toEqual([...process.gain]);
  for (const [pair, reward] of same.reward.entries()) expect(reward).toBeCloseTo(process.reward[pair] as number, 12);
});

it("averages over where an action leads", () => {
  const visits = withReward(process, (_, __, next) => Number(next === 2));
  expect(visits.reward[4]).toBeCloseTo(process.probability[4 * 5 + 2] as number, 12);
});

it("moves the optimal values by the potential and nothing else (Ng et al. 1999, theorem 1)", () => {
  const potential = [3, -1, 0.5, 7, -4];
  const of = (state: number): number => potential[state] as number;
  const shaped = withReward(process, (state, _, next, paid) => paid + process.discount * of(next) - of(state));
  const [plain, moved] = [valueIteration(process), valueIteration(shaped)];
  for (let state = 0; state < 5; state++) {
    expect(moved.values[state]).toBeCloseTo((plain.values[state] as number) - of(state), 8);
  }
  expect([...moved.policy]).toEqual([...plain.policy]);
});

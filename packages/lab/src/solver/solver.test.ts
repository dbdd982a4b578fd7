import { streamKey, uniformAt } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import {
  actionValues,
  backwardInduction,
  type DecisionProcess,
  decisionProcess,
  evaluatePolicy,
  linearProgram,
  policyIteration,
  valueIteration,
} from "./index.ts";

/** A random process: every action leads to three states; some rewards are equal. */
function randomProcess(seed: number, states = 12, actions = 3, discount = 0.9): DecisionProcess {
  const key = streamKey(seed, "process");
  const at = (state: number, action: number, k: number): number => uniformAt(key, (state * actions + action) * 8 + k);
  return decisionProcess({
    states,
    actions,
    discount,
    transitions: (state, action) => {
      const weights = [0, 1, 2].map((k) => at(state, action, k));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return weights.map((weight, k) => ({
        next: Math.floor(at(state, action, 3 + k) * states),
        probability: weight / sum,
      }));
    },
    reward: (state, action) => Math.round(4 * at(state, action, 6)) - 2,
  });
}

/** Three places in a row; 0 stays or goes on, 2 ends with 1 for being reached. */
const corridor = decisionProcess({
  states: 4,
  actions: 2,
  discount: 0.5,
  transitions: (state, action) => [{ next: state === 3 ? 3 : Math.min(3, state + action), probability: 1 }],
  reward: (state, action) => (state === 2 && action === 1 ? 1 : state === 0 && action === 0 ? 0.1 : 0),
});

function furthest(one: Float64Array, other: Float64Array): number {
  return Math.max(...one.map((value, i) => Math.abs(value - (other[i] as number))));
}

describe("solvers", () => {
  it("solve the corridor (by hand)", async () => {
    // From 2: 1. From 1: 1/2. From 0: going on 1/4 beats staying for ever, 0.1 / (1 − 1/2) = 0.2.
    for (const values of [
      valueIteration(corridor).values,
      policyIteration(corridor).values,
      await linearProgram(corridor),
    ]) {
      expect(Math.abs((values[0] as number) - 0.25)).toBeLessThan(1e-8);
      expect(Math.abs((values[1] as number) - 0.5)).toBeLessThan(1e-8);
      expect(Math.abs((values[2] as number) - 1)).toBeLessThan(1e-8);
      expect(Math.abs(values[3] as number)).toBeLessThan(1e-8);
    }
    expect([...policyIteration(corridor).policy.slice(0, 6)]).toEqual([0, 1, 0, 1, 0, 1]);
  });

  it("solve a gamble (by hand): 0.6·10 at once against 4 for ever", () => {
    const gamble = decisionProcess({
      states: 2,
      actions: 2,
      discount: 0.9,
      transitions: (state, action) =>
        state === 1 || action === 0
          ? [{ next: 1, probability: 1 }]
          : [
              { next: 0, probability: 0.95 },
              { next: 1, probability: 0.05 },
            ],
      reward: (state, action) => (state === 1 ? 0 : action === 0 ? 6 : 4),
    });
    // 4 / (1 − 0.9·0.95) = 27.586…
    expect(Math.abs((policyIteration(gamble).values[0] as number) - 4 / 0.145)).toBeLessThan(1e-9);
  });

  it("agree with each other to 1e-8 on twenty random processes", async () => {
    for (let seed = 0; seed < 20; seed++) {
      const process = randomProcess(seed);
      const exact = policyIteration(process).values;
      const others = [valueIteration(process).values, await linearProgram(process)];
      for (const values of others) expect(furthest(exact, values)).toBeLessThan(1e-8);
      // Optimality itself: no action is worth more than the value, and one is worth it.
      const q = actionValues(process, exact, new Float64Array(36));
      const best = Float64Array.from(exact, (_, s) => Math.max(...q.subarray(3 * s, 3 * s + 3)));
      expect(furthest(exact, best)).toBeLessThan(1e-9);
    }
  });

  it("agree with soft temperature too, and tend to the hard solution as it goes to 0", () => {
    for (let seed = 0; seed < 5; seed++) {
      const process = randomProcess(seed);
      const soft = valueIteration(process, { temperature: 0.3 });
      const twin = policyIteration(process, 0.3);
      expect(furthest(soft.values, twin.values)).toBeLessThan(1e-8);
      expect(furthest(soft.policy, twin.policy)).toBeLessThan(1e-7);
      const hard = valueIteration(process).values;
      const near = valueIteration(process, { temperature: 1e-3 }).values;
      // τ·log A bounds a step of softness: in all at most τ·log A / (1 − γ).
      expect(furthest(near, hard)).toBeLessThan((1e-3 * Math.log(3)) / 0.1 + 1e-9);
    }
  });

  it("has soft values of one state (by hand): τ·log Σ exp(r/τ) / (1 − γ)", () => {
    const loop = decisionProcess({
      states: 1,
      actions: 2,
      discount: 0.5,
      transitions: () => [{ next: 0, probability: 1 }],
      reward: (_, a) => a,
    });
    const { values, policy } = valueIteration(loop, { temperature: 1 });
    expect(Math.abs((values[0] as number) - 2 * Math.log(1 + Math.E))).toBeLessThan(1e-9);
    expect(Math.abs((policy[1] as number) - Math.E / (1 + Math.E))).toBeLessThan(1e-12);
  });
});

describe("evaluatePolicy", () => {
  it("has values and visits that a simulation of the sums gives, and the two agree on the return", () => {
    const process = randomProcess(3);
    const policy = Float64Array.from({ length: 36 }, (_, i) => [0.2, 0.5, 0.3][i % 3] as number);
    const start = new Float64Array(12).fill(1 / 12);
    const { values, visits } = evaluatePolicy(process, policy, start);
    // The slow obvious way: push the distribution forward 400 steps and add up.
    let spread = Float64Array.from(start);
    const sums = new Float64Array(12);
    let gained = 0;
    for (let t = 0; t < 400; t++) {
      const later = new Float64Array(12);
      for (let pair = 0; pair < 36; pair++) {
        const mass = (spread[Math.floor(pair / 3)] as number) * (policy[pair] as number);
        gained += 0.9 ** t * mass * (process.reward[pair] as number);
        for (let m = process.offsets[pair] as number; m < (process.offsets[pair + 1] as number); m++) {
          later[process.next[m] as number] =
            (later[process.next[m] as number] as number) + mass * (process.probability[m] as number);
        }
      }
      for (let s = 0; s < 12; s++) sums[s] = (sums[s] as number) + 0.9 ** t * (spread[s] as number);
      spread = later;
    }
    expect(furthest(visits, sums)).toBeLessThan(1e-10);
    expect(Math.abs(visits.reduce((sum, visit) => sum + visit, 0) - 10)).toBeLessThan(1e-10);
    expect(Math.abs(values.reduce((sum, value) => sum + value / 12, 0) - gained)).toBeLessThan(1e-10);
  });
});

describe("backwardInduction", () => {
  it("solves the corridor with two and three steps left (by hand) and tends to the endless solution", () => {
    const values = backwardInduction(corridor, 60);
    // Two left at 0: staying twice, 0.1 + 0.05; three left: going on, 0.25.
    expect(values[2]?.[0]).toBeCloseTo(0.15, 12);
    expect(values[3]?.[0]).toBeCloseTo(0.25, 12);
    expect(furthest(valueIteration(corridor).values, values[60] as Float64Array)).toBeLessThan(1e-8);
  });
});

describe("decisionProcess", () => {
  it("refuses probabilities that do not add up and states that are not there", () => {
    const make =
      (next: number, probability: number, discount = 0.9) =>
      () =>
        decisionProcess({
          states: 2,
          actions: 1,
          discount,
          transitions: () => [{ next, probability }],
          reward: () => 0,
        });
    expect(make(0, 0.9)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected the transitions of state 0 and action 0 to lead to states 0 … 1 with probabilities that add up to 1, got 0.9.]`,
    );
    expect(make(2, 1)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected the transitions of state 0 and action 0 to lead to states 0 … 1 with probabilities that add up to 1, got 1.]`,
    );
    expect(make(0, 1, 1)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`discount\` to be in [0, 1), got 1.]`,
    );
  });
});

import { describe, expect, it } from "vitest";
import { reachWithin } from "./reach-within.ts";
import { trapChain } from "./trap-chain.ts";
import { valueIteration } from "./value-iteration.ts";
import { withReward } from "./with-reward.ts";

describe("trapChain", () => {
  it("is solved by going on, with the value of a chance that is tried again (by hand, one state)", () => {
    // v = γ-free first step: 0.55 + 0.45·0.98·v
    const { process } = trapChain({ length: 1 });
    expect(valueIteration(process).values[0]).toBeCloseTo(0.55 / (1 - 0.45 * 0.98), 9);
    const { policy } = valueIteration(trapChain().process);
    for (let state = 0; state < 10; state++) expect(policy[3 * state + 1]).toBe(1);
  });

  it("has a trap that pays progress best and cannot be left", () => {
    const { process, progress, goal, trap } = trapChain();
    const naive = withReward(process, (state, _, next) => (progress[next] as number) - (progress[state] as number));
    const { policy } = valueIteration(naive);
    expect(policy[3 * 3 + 2]).toBe(1);
    expect(reachWithin(process, policy, [trap], 120)[0]).toBeGreaterThan(0.99);
    expect(reachWithin(process, policy, [goal], 120)[trap]).toBe(0);
  });
});

describe("reachWithin", () => {
  it("counts first arrivals: tries of one state are geometric (by hand), a target itself is reached at once", () => {
    const { process, goal } = trapChain({ length: 1 });
    const goesOn = Float64Array.from({ length: 9 }, (_, i) => (i % 3 === 1 ? 1 : 0));
    const chances = reachWithin(process, goesOn, [goal], 4);
    expect(chances[0]).toBeCloseTo(1 - 0.45 ** 4, 12);
    expect(chances[goal]).toBe(1);
    expect(reachWithin(process, goesOn, [goal], 0)[0]).toBe(0);
  });

  it("mixes actions: half going on, half staying", () => {
    const { process, goal } = trapChain({ length: 1, finish: 1 });
    const half = Float64Array.from({ length: 9 }, (_, i) => (i % 3 === 2 ? 0 : 0.5));
    expect(reachWithin(process, half, [goal], 3)[0]).toBeCloseTo(0.875, 12);
  });
});

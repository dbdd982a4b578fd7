import { describe, expect, it } from "vitest";
import { decisionProcess } from "./decision-process.ts";
import { maximinPolicy } from "./maximin-policy.ts";
import { randomProcess } from "./random-process.ts";
import { valueIteration } from "./value-iteration.ts";

describe("maximinPolicy", () => {
  it("is the best policy where there is one reward", async () => {
    for (const seed of [1, 2, 3]) {
      const process = randomProcess({ states: 6, actions: 3, discount: 0.9 }, seed);
      const { value, visits } = await maximinPolicy(process, [1, 0, 0, 0, 0, 0], [process.reward]);
      expect(value).toBeCloseTo(valueIteration(process).values[0] as number, 6);
      expect(visits.reduce((sum, visit) => sum + visit, 0)).toBeCloseTo(10, 6);
    }
  });

  it("mixes what pays by one reward or another, for the worse of them (by hand)", async () => {
    const bandit = decisionProcess({
      states: 1,
      actions: 3,
      discount: 0,
      transitions: () => [{ next: 0, probability: 1 }],
      reward: () => 0,
    });
    const rewards = [Float64Array.of(3, 0, 1), Float64Array.of(0, 1, 0.2)];
    // Mixes of the first two: 3p = 1 − p at p = ¼, worth ¾; the third adds nothing.
    const { value, visits } = await maximinPolicy(bandit, [1], rewards);
    expect(value).toBeCloseTo(0.75, 9);
    expect([...visits]).toEqual([expect.closeTo(0.25, 9), expect.closeTo(0.75, 9), expect.closeTo(0, 9)]);
  });

  it("compares each return with its baseline", async () => {
    const bandit = decisionProcess({
      states: 1,
      actions: 2,
      discount: 0,
      transitions: () => [{ next: 0, probability: 1 }],
      reward: () => 0,
    });
    // p − 2 and (1 − p) − 0 are alike nowhere in [0, 1]: the first is worse, so all on its action.
    const rewards = [Float64Array.of(1, 0), Float64Array.of(0, 1)];
    const { value, visits } = await maximinPolicy(bandit, [1], rewards, [2, 0]);
    expect([value, visits[0]]).toEqual([expect.closeTo(-1, 9), expect.closeTo(1, 9)]);
  });

  it("asks for a reward", async () => {
    await expect(maximinPolicy(randomProcess({ states: 1, actions: 1, discount: 0 }, 1), [1], [])).rejects.toThrow(
      "at least one reward",
    );
  });
});

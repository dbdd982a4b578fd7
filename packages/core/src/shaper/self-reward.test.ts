import { describe, expect, it } from "vitest";
import { selfRewardStep } from "./self-reward.ts";

const policy = Float64Array.of(0.25, 0.75, 0.5, 0.5);

describe("selfRewardStep", () => {
  it("pays the actions that did better than expected and charges their fellows (056 §Mechanism, by hand)", () => {
    const steps = { states: [0, 1], actions: [0, 1], returns: [3, 0], values: [1, 1] };
    const phi = selfRewardStep(new Float64Array(4), policy, steps, { actionCount: 2, rate: 1 });
    // state 0: 1 · ¼ · 2 · (¾, −¾); state 1: 1 · ½ · −1 · (−½, ½)
    expect([...phi]).toEqual([0.375, -0.375, 0.25, -0.25]);
  });

  it("is the gradient of the policy's logits: the entries of a state add up to what they were", () => {
    const steps = { states: [0, 0, 0], actions: [0, 1, 1], returns: [5, -2, 7], values: [0, 1, 2] };
    const phi = selfRewardStep(Float64Array.of(1, 2, 0, 0), policy, steps, { actionCount: 2, rate: 0.1 });
    expect((phi[0] as number) + (phi[1] as number)).toBeCloseTo(3, 12);
  });

  it("changes nothing where nothing happened or everything was expected, and moves by 0.01 by default", () => {
    const table = Float64Array.of(1, 2, 3, 4);
    const none = { states: [], actions: [], returns: [], values: [] };
    expect([...selfRewardStep(table.slice(), policy, none, { actionCount: 2 })]).toEqual([...table]);
    const expected = { states: [1], actions: [0], returns: [4], values: [4] };
    expect([...selfRewardStep(table.slice(), policy, expected, { actionCount: 2 })]).toEqual([...table]);
    const better = { states: [1], actions: [0], returns: [5], values: [4] };
    expect(selfRewardStep(new Float64Array(4), policy, better, { actionCount: 2 })[2]).toBeCloseTo(0.0025, 15);
  });

  it("clips every entry to the limit, also those that were outside before", () => {
    const steps = { states: [0], actions: [1], returns: [100], values: [0] };
    const phi = selfRewardStep(Float64Array.of(0, 0, 0.2, -0.2), policy, steps, { actionCount: 2, limit: 0.05 });
    expect([...phi]).toEqual([-0.05, 0.05, 0.05, -0.05]);
  });

  it("says what does not fit", () => {
    const steps = { states: [2], actions: [0], returns: [0], values: [0] };
    const table = new Float64Array(4);
    expect(() => selfRewardStep(table, policy, steps, { actionCount: 2 })).toThrowError(
      expect.objectContaining({
        code: "GUERDON_SHAPE",
        details: { step: 0, state: 2, action: 0, states: 2, actions: 2 },
      }),
    );
    expect(() => selfRewardStep(table, policy, steps, { actionCount: 3 })).toThrowError(
      expect.objectContaining({ code: "GUERDON_SHAPE", details: { phi: 4, policy: 4, actions: 3 } }),
    );
    for (const [state, action] of [
      [-1, 0],
      [0, -1],
    ] as const) {
      expect(() =>
        selfRewardStep(table, policy, { ...steps, states: [state], actions: [action] }, { actionCount: 2 }),
      ).toThrow(`got state ${state} and action ${action}.`);
    }
    expect(() => selfRewardStep(table, policy, steps, { actionCount: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected step 0 to name one of 2 states and 2 actions, got state 2 and action 0.]`,
    );
    expect(() =>
      selfRewardStep(table, policy, { ...steps, states: [0], actions: [2] }, { actionCount: 2 }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected step 0 to name one of 2 states and 2 actions, got state 0 and action 2.]`,
    );
    expect(() => selfRewardStep(table, policy, steps, { actionCount: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`phi\` and \`policy\` to have shape [S × 3], got 4 and 4 entries.]`,
    );
    expect(() =>
      selfRewardStep(new Float64Array(2), policy, steps, { actionCount: 2 }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`phi\` and \`policy\` to have shape [S × 2], got 2 and 4 entries.]`,
    );
  });
});

import { groupRelative } from "@guerdon/core/advantage";
import { expect, it } from "vitest";
import { advantageBias } from "./advantage-bias.ts";

/** The same by summing over how many of the other members succeed. */
function exactGroupBias(rate: number, rollouts: number): number {
  let expected = 0;
  let chance = (1 - rate) ** (rollouts - 1);
  for (let others = 0; others < rollouts; others++) {
    const mean = (others + 1) / rollouts;
    const deviation = Math.sqrt((mean * (1 - mean) * rollouts) / (rollouts - 1));
    expected += deviation === 0 ? 0 : (chance * (1 - mean)) / deviation;
    chance *= ((rollouts - 1 - others) / (others + 1)) * (rate / (1 - rate));
  }
  return expected / Math.sqrt((1 - rate) / rate) - 1;
}

it.each([0.02, 0.1, 0.6])("agrees with the exact sum for the deviation of the group, success rate %f", (rate) => {
  const drawn = advantageBias(groupRelative({ eps: 0 }), { rate, rollouts: 16 });
  expect(Math.abs(drawn - exactGroupBias(rate, 16))).toBeLessThan(0.01);
});

it("is within a tenth for the deviation of the batch (206 §Experiment A: −6 %)", () => {
  const batch = groupRelative({ scale: "none", batch: "token" });
  expect(Math.abs(advantageBias(batch, { rate: 0.02, rollouts: 16 }))).toBeLessThan(0.1);
});

it("is another draw for another seed, and the same for the same", () => {
  const of = (seed: number): number => advantageBias(groupRelative(), { rate: 0.1, rollouts: 4, batches: 3, seed });
  expect(of(1)).toBe(of(1));
  expect(of(1)).not.toBe(of(2));
});

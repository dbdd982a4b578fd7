import { klEstimate, policyLoss } from "@guerdon/core/objective";
import { flatLayout, fullSignal } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { layoutOf } from "../world/index.ts";
import { gatherWritten, maskOf, shuffledRows, spreadAdvantages, takeRows } from "./gather-written.ts";
import { tokenLoss } from "./token-loss.ts";

const prompts = { ids: Int32Array.of(7, 8, 0, 9), count: 2, length: 2, items: [{ p: 0 }, { p: 1 }] };
const generation = {
  ids: Int32Array.of(1, 2, 3, 4, 0, 0, 5, 6, 0, 2, 2, 2),
  maxTokens: 3,
  lengths: Int32Array.of(3, 1, 2, 3),
  ended: Uint8Array.of(1, 1, 0, 0),
  logProbs: Float64Array.from({ length: 12 }, (_, i) => -i / 10),
  entropies: Float64Array.from({ length: 12 }, (_, i) => i),
};
const layout = layoutOf(prompts, generation);

describe("columns of a batch (by hand)", () => {
  it("masks what was written and lays it out", () => {
    expect([...maskOf(generation)]).toEqual([1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1]);
    expect([[...layout.groupOf], [...layout.tokenOffsets]]).toEqual([
      [0, 0, 1, 1],
      [0, 3, 4, 6, 9],
    ]);
  });

  it("spreads advantages of rollouts and of tokens", () => {
    const ofRollouts = spreadAdvantages(fullSignal("rollout", [1, 2, 3, 4]), layout, generation);
    expect([...ofRollouts]).toEqual([1, 1, 1, 2, 0, 0, 3, 3, 0, 4, 4, 4]);
    const ofTokens = spreadAdvantages(fullSignal("token", [1, 2, 3, 4, 5, 6, 7, 8, 9]), layout, generation);
    expect([...ofTokens]).toEqual([1, 2, 3, 4, 0, 0, 5, 6, 0, 7, 8, 9]);
    expect(() =>
      spreadAdvantages(fullSignal("step", []), flatLayout([4]), generation),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected advantages of rollouts or tokens, got step advantages.]`,
    );
  });

  it("gathers chosen prompts with all their completions", () => {
    const written = { prompts, generation };
    const both = gatherWritten([
      { written, chosen: [1] },
      { written, chosen: [0] },
    ]);
    expect([...both.prompts.ids]).toEqual([0, 9, 7, 8]);
    expect(both.prompts.items).toEqual([{ p: 1 }, { p: 0 }]);
    expect([...both.generation.ids]).toEqual([5, 6, 0, 2, 2, 2, 1, 2, 3, 4, 0, 0]);
    expect([[...both.generation.lengths], [...both.generation.ended]]).toEqual([
      [2, 3, 3, 1],
      [0, 0, 1, 1],
    ]);
    expect([...both.generation.entropies]).toEqual([6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5]);
  });

  it("takes rows, and shuffles all of them by seed and number", () => {
    const columns = {
      maxTokens: 3,
      mask: maskOf(generation),
      oldLogProbs: generation.logProbs,
      advantages: generation.entropies,
    };
    const taken = takeRows(columns, Int32Array.of(2, 0));
    expect([...taken.mask]).toEqual([1, 1, 0, 1, 1, 1]);
    expect([...taken.advantages]).toEqual([6, 7, 8, 0, 1, 2]);
    expect([...shuffledRows(50, 1, 0)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect([...shuffledRows(50, 1, 0)]).toEqual([...shuffledRows(50, 1, 0)]);
    expect([...shuffledRows(50, 1, 0)]).not.toEqual([...shuffledRows(50, 1, 1)]);
  });
});

describe("tokenLoss", () => {
  const mask = maskOf(generation);
  const advantages = spreadAdvantages(fullSignal("rollout", [1, -1, 0.5, -0.5]), layout, generation);
  const refLogProbs = generation.logProbs.map((value) => value - 0.3);
  const columns = {
    maxTokens: 3,
    mask,
    oldLogProbs: generation.logProbs.map((x) => x + 0.05),
    advantages,
    refLogProbs,
  };
  const now = { logProbs: generation.logProbs, entropy: generation.entropies };
  const offsets = Int32Array.of(0, 3, 6, 9, 12);

  it("is the objective alone, by hand: on policy −A / tokens for each of 9 tokens", () => {
    const { logProbs, loss, entropy, kl } = tokenLoss(
      now,
      { ...columns, oldLogProbs: now.logProbs },
      { objective: {} },
    );
    expect([...logProbs]).toEqual([...advantages].map((a, i) => (mask[i] === 1 ? 0 - a / 9 : 0)));
    expect(loss).toBeCloseTo(-(3 - 1 + 1 - 1.5) / 9, 12);
    expect([entropy, kl]).toEqual([undefined, 0]);
  });

  it("adds β·KL and subtracts the entropy, aggregated as the objective is", () => {
    const objective = { aggregation: "seq-mean-token-mean" } as const;
    const { logProbs, entropy, loss, kl } = tokenLoss(now, columns, {
      objective,
      kl: { beta: 0.5, estimator: "k1" },
      entropyWeight: 0.1,
    });
    const alone = policyLoss(
      { ...now, oldLogProbs: columns.oldLogProbs, tokenAdvantages: advantages, mask, offsets },
      objective,
    );
    const divergence = klEstimate({ ...now, refLogProbs, mask, offsets }, { ...objective, beta: 0.5, estimator: "k1" });
    logProbs.forEach((slope, i) => {
      expect(slope).toBeCloseTo((alone.gradient[i] as number) + (divergence.gradient[i] as number), 12);
    });
    expect(kl).toBeCloseTo(0.3, 12);
    // Mean entropies of the four rollouts: 1, 3, 6.5, 10; each has a quarter, shared by its tokens.
    expect(loss).toBeCloseTo(alone.loss + 0.5 * 0.3 - 0.1 * ((1 + 3 + 6.5 + 10) / 4), 12);
    expect([...(entropy ?? [])]).toEqual(
      [3, 3, 3, 1, 0, 0, 2, 2, 0, 3, 3, 3].map((n) => (n === 0 ? 0 : expect.closeTo(-0.1 / 4 / n, 12))),
    );
  });
});

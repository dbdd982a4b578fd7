import { describe, expect, it } from "vitest";
import { createReplayBatch, createReplayMemory, type ReplayBatch, type ReplayMemory } from "./replay-memory.ts";
import { createReplayPriorities } from "./replay-priorities.ts";

const shape = { steps: 4, count: 2, observationWidth: 1, actionWidth: 1, discount: 0.5 };

/** Step t shows t and −t, pays 2^t and nothing. */
function remember(memory: ReplayMemory, steps: readonly (readonly [number, number])[]): void {
  for (const [t, ends] of steps.entries()) {
    memory.add({
      observations: [t, -t],
      actions: [t, 9],
      rewards: [2 ** t, 0],
      nextObservations: [t + 1, -t - 1],
      ends,
    });
  }
}

const GOES = [0, 0] as const;

/** Rows of a batch by their first observation. */
function rowsOf(batch: ReplayBatch): Map<number, number[]> {
  const { observations, actions, rewards, nextObservations, discounts } = batch;
  return new Map(
    [...observations].map((o, b) => [o, [actions[b], rewards[b], nextObservations[b], discounts[b]] as number[]]),
  );
}

describe("createReplayMemory", () => {
  it("forgets the oldest steps", () => {
    const memory = createReplayMemory(shape);
    const batch = createReplayBatch(200, 1, 1);
    remember(memory, [GOES, GOES]);
    expect(memory.size).toBe(4);
    memory.draw(batch, 1, 0);
    expect([...new Set(batch.observations)].sort((a, b) => a - b)).toEqual([-1, 0, 1]);
    remember(memory, [GOES, GOES, GOES, GOES, GOES]);
    expect(memory.size).toBe(8);
    memory.draw(batch, 1, 1);
    expect([...new Set(batch.observations)].sort((a, b) => a - b)).toEqual([-4, -3, -2, -1, 1, 2, 3, 4]);
  });

  it("sums rewards over n steps, to the end of an episode or to the newest step (by hand)", () => {
    const memory = createReplayMemory({ ...shape, horizon: 3 });
    const batch = createReplayBatch(200, 1, 1);
    // Copy 0 reaches an end at step 3, copy 1 is cut off at step 3; the ring has turned by two steps.
    remember(memory, [GOES, GOES, GOES, [1, 2], GOES, GOES]);
    memory.draw(batch, 3, 0);
    const rows = rowsOf(batch);
    // action, Σ γᵏ·r, next observation, γⁿ or 0
    expect(rows.get(2)).toEqual([2, 4 + 8 / 2, 4, 0]);
    expect(rows.get(3)).toEqual([3, 8, 4, 0]);
    expect(rows.get(4)).toEqual([4, 16 + 32 / 2, 6, 1 / 4]);
    expect(rows.get(5)).toEqual([5, 32, 6, 1 / 2]);
    expect(rows.get(-2)).toEqual([9, 0, -4, 1 / 4]);
    expect(rows.get(-3)).toEqual([9, 0, -4, 1 / 2]);
  });

  it("takes three steps where nothing ends: r₀ + γr₁ + γ²r₂ and γ³", () => {
    const memory = createReplayMemory({ ...shape, horizon: 3 });
    const batch = createReplayBatch(50, 1, 1);
    remember(memory, [GOES, GOES, GOES, GOES]);
    memory.draw(batch, 3, 0);
    expect(rowsOf(batch).get(1)).toEqual([1, 2 + 4 / 2 + 8 / 4, 4, 1 / 8]);
  });

  it("draws the same for the same key and number, and others for others", () => {
    const memory = createReplayMemory(shape);
    remember(memory, [GOES, GOES, GOES, GOES]);
    const places = (key: number, number: number): number[] => {
      const batch = createReplayBatch(16, 1, 1);
      memory.draw(batch, key, number);
      return [...batch.places];
    };
    expect(places(1, 0)).toEqual(places(1, 0));
    expect(places(1, 1)).not.toEqual(places(1, 0));
    expect(places(2, 0)).not.toEqual(places(1, 0));
  });

  it("prefers large errors in proportion, and weighs against it (Schaul et al. 2016, §3.3–3.4)", () => {
    const priorities = { exponent: 0.5, correction: 1, floor: 0 };
    const memory = createReplayMemory({ ...shape, count: 1, priorities });
    for (let t = 0; t < 4; t++) {
      memory.add({ observations: [t], actions: [0], rewards: [0], nextObservations: [0], ends: [0] });
    }
    memory.learnt(Int32Array.of(0, 1, 2, 3), Float64Array.of(0, -1, 4, 25));
    // p = 0, 1, 2, 5: of 8 strata one falls on place 1, two on 2, five on 3.
    const batch = createReplayBatch(8, 1, 1);
    memory.draw(batch, 5, 0);
    expect([...batch.places]).toEqual([1, 2, 2, 3, 3, 3, 3, 3]);
    // (4·p/8)⁻¹ = 2, 1, 0.4, over the largest.
    for (const [b, weight] of [1, 0.5, 0.5, 0.2, 0.2, 0.2, 0.2, 0.2].entries()) {
      expect(batch.weights[b]).toBeCloseTo(weight, 12);
    }
  });

  it("gives a new transition the greatest priority there has been", () => {
    const memory = createReplayMemory({ ...shape, count: 1, priorities: { exponent: 1, correction: 0, floor: 1 } });
    const add = (t: number): void =>
      memory.add({ observations: [t], actions: [0], rewards: [0], nextObservations: [0], ends: [0] });
    add(0);
    memory.learnt(Int32Array.of(0), Float64Array.of(-3));
    add(1);
    memory.learnt(Int32Array.of(0), Float64Array.of(0));
    expect([...(memory.save().arrays.priorities as Float64Array)]).toEqual([1, 4, 0, 0]);
  });

  it("continues bit by bit after restore, in a memory that held something else", () => {
    const settings = { ...shape, horizon: 2, priorities: { exponent: 0.6, correction: 0.4, floor: 1e-3 } };
    const [a, b] = [createReplayMemory(settings), createReplayMemory(settings)];
    const [x, y] = [createReplayBatch(8, 1, 1), createReplayBatch(8, 1, 1)];
    remember(a, [GOES, [1, 0], GOES]);
    remember(b, [GOES, GOES, GOES, GOES, GOES, GOES, GOES]);
    a.learnt(Int32Array.of(0, 3), Float64Array.of(0.3, 7));
    b.restore(a.save());
    for (let k = 0; k < 5; k++) {
      for (const [memory, batch] of [
        [a, x],
        [b, y],
      ] as const) {
        memory.draw(batch, 1, k);
        memory.learnt(batch.places, batch.rewards);
        remember(memory, [GOES]);
      }
      expect(y).toEqual(x);
    }
    expect(b.save()).toEqual(a.save());
  });

  it("says when there is no room", () => {
    expect(() => createReplayMemory({ ...shape, steps: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`steps\` to be a whole number of at least 1, got 0.]`,
    );
  });
});

describe("createReplayPriorities", () => {
  it("finds what a slow walk finds, for places that are no power of 2", () => {
    const numbers = [3, 0, 1, 4, 0.5, 0, 2];
    const tree = createReplayPriorities(numbers.length);
    for (const [place, number] of numbers.entries()) tree.set(place, number);
    expect(tree.total).toBe(10.5);
    for (let point = 0; point < 10.5; point += 0.25) {
      let left = point;
      let slow = 0;
      while (left >= (numbers[slow] as number)) left -= numbers[slow++] as number;
      expect(tree.find(point)).toBe(slow);
    }
    expect(tree.find(10.5)).toBe(6);
  });

  it("keeps what is legal next with its transition, n steps on", () => {
    const memory = createReplayMemory({ ...shape, legalWidth: 2, horizon: 2 });
    const batch = createReplayBatch(60, 1, 1, 2);
    for (let t = 0; t < 3; t++) {
      const step = {
        observations: [t, -1],
        actions: [0, 0],
        rewards: [0, 0],
        nextObservations: [t + 1, -1],
        ends: [0, 0],
      };
      memory.add({ ...step, nextLegal: [1, t % 2, 0, 1] });
    }
    memory.draw(batch, 1, 0);
    const legal = batch.nextLegal as Uint8Array;
    for (let b = 0; b < 60; b++) {
      const first = batch.observations[b] as number;
      // Two steps on from 0 is the legality of step 1, from 1 and from 2 (the newest) that of step 2.
      const wanted = first < 0 ? [0, 1] : [1, first === 0 ? 1 : 0];
      expect([...legal.subarray(2 * b, 2 * b + 2)]).toEqual(wanted);
    }
    const other = createReplayMemory({ ...shape, legalWidth: 2, horizon: 2 });
    other.restore(memory.save());
    const again = createReplayBatch(60, 1, 1, 2);
    other.draw(again, 1, 0);
    expect(again.nextLegal).toEqual(legal);
  });
});

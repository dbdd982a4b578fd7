import { describe, expect, it } from "vitest";
import { createSequencePlan, mostRows, planSequences } from "./sequence-plan.ts";

const SHAPE = { prompts: 2, promptTokens: 4, completions: 4, maxTokens: 3 };
const INPUTS = {
  prompts: { data: Int32Array.of(0, 5, 6, 7, 2, 3, 4, 8), shape: [2, 4] },
  completions: { data: Int32Array.of(4, 5, 1, 6, 1, 0, 3, 2, 5, 1, 0, 0), shape: [4, 3] },
};

function planned(lengths: readonly number[]) {
  const plan = createSequencePlan(SHAPE);
  planSequences(plan, INPUTS, Int32Array.from(lengths), 0);
  const part = (column: Int32Array): number[] => [...column.subarray(0, plan.rows)];
  const keysOf = (sequence: number): number[] => {
    const from = 6 * sequence;
    const count = (plan.before[sequence] as number) + (plan.counts[sequence] as number);
    return [...plan.keys.subarray(from, from + count)];
  };
  return { plan, tokens: part(plan.tokens), places: part(plan.places), outputs: part(plan.outputs), keysOf };
}

describe("planSequences", () => {
  it("lays two prompts out with two completions each, without padding", () => {
    const { plan, tokens, places, outputs, keysOf } = planned([3, 2, 3, 1]);
    // Prompt 0 is 5 6 | 7, prompt 1 is 2 3 4 | 8: the last token stands before each completion of its own.
    const _ = -1;
    expect([plan.split, plan.rows, mostRows(SHAPE)]).toEqual([8, 20, 20]);
    expect(tokens).toEqual([5, 6, 2, 3, 4, _, _, _, 7, 4, 5, 7, 6, 8, 3, 2, 8, _, _, _]);
    expect(places.slice(0, 5)).toEqual([1, 2, 0, 1, 2]);
    expect(places.slice(8, 17)).toEqual([3, 4, 5, 3, 4, 3, 4, 5, 3]);
    expect(outputs.slice(8)).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9, _, _, _]);
    expect([keysOf(0), keysOf(1)]).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
    expect([keysOf(2), keysOf(3), keysOf(4), keysOf(5)]).toEqual([
      [0, 1, 8, 9, 10],
      [0, 1, 11, 12],
      [2, 3, 4, 13, 14, 15],
      [2, 3, 4, 16],
    ]);
  });

  it("leaves out prompts without completions that matter, and all where none does", () => {
    const { plan, tokens, keysOf } = planned([0, 0, 0, 2]);
    expect([plan.split, plan.rows]).toEqual([4, 8]);
    expect(tokens).toEqual([2, 3, 4, -1, 8, 1, -1, -1]);
    expect([keysOf(0), keysOf(2), keysOf(4), keysOf(5)]).toEqual([[], [], [0, 1, 2], [0, 1, 2, 4, 5]]);
    expect(planned([0, 0, 0, 0]).plan.rows).toBe(0);
  });
});

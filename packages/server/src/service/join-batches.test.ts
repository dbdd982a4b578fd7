import { failed, flatLayout, fullSignal, type Layout, makeBatch, type Signal } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import type { BatchScores } from "../store/store.ts";
import { joinBatches } from "./join-batches.ts";
import { answer } from "./service.test-support.ts";

function scores(key: string, layout: Layout, terms: { readonly [name: string]: Signal }): BatchScores {
  return { key, step: 7, layout, columns: { total: terms.total as Signal, terms: new Map(Object.entries(terms)) } };
}

const FIRST = makeBatch([
  { ...answer("1", "a", "x"), steps: [{}, {}], tokens: { ids: [1, 2, 3], stepOf: [0, 1, 1] } },
  answer("2", "b", "x"),
]).layout;
const SECOND = makeBatch([
  { ...answer("3", "b", "x"), steps: [{}], tokens: { ids: [4], stepOf: [0] } },
  answer("4", "a", "x"),
]).layout;

describe("joinBatches", () => {
  it("makes groups whole again: members, steps and tokens lie as in one batch", () => {
    const { layout } = joinBatches([
      scores("x", FIRST, { total: fullSignal("rollout", [1, 2]) }),
      scores("y", SECOND, { total: fullSignal("rollout", [3, 4]) }),
    ]);
    const whole = makeBatch([
      { ...answer("1", "a", "x"), steps: [{}, {}], tokens: { ids: [1, 2, 3], stepOf: [0, 1, 1] } },
      answer("4", "a", "x"),
      answer("2", "b", "x"),
      { ...answer("3", "b", "x"), steps: [{}], tokens: { ids: [4], stepOf: [0] } },
    ]).layout;
    expect(layout).toEqual(whole);
  });

  it("puts the values of each level where their rollout is; the first batch speaks for a group", () => {
    const missing = new Map([[1, failed("judge", "no answer")]]);
    const none = new Map();
    const half: Signal = {
      level: "rollout",
      values: Float64Array.of(1, 0),
      present: Uint8Array.of(1, 0),
      notes: { missing, evidence: none, costUsd: none },
    };
    const { columns, step } = joinBatches([
      scores("x", FIRST, {
        total: half,
        group: fullSignal("group", [10, 20]),
        steps: fullSignal("step", [100, 101]),
        tokens: fullSignal("token", [5, 6, 7]),
        all: fullSignal("batch", [0.5]),
      }),
      scores("y", SECOND, {
        total: fullSignal("rollout", [3, 4]),
        group: fullSignal("group", [21, 11]),
        steps: fullSignal("step", [102]),
        tokens: fullSignal("token", [8]),
        all: fullSignal("batch", [0.9]),
      }),
    ]);
    const values = (name: string): number[] => [...(columns.terms.get(name) as Signal).values];
    expect(step).toBe(7);
    expect([values("total"), [...columns.total.present]]).toEqual([
      [1, 4, 0, 3],
      [1, 1, 0, 1],
    ]);
    expect(columns.total.notes?.missing.get(2)).toEqual(failed("judge", "no answer"));
    expect([values("group"), values("steps"), values("tokens"), values("all")]).toEqual([
      [10, 20],
      [100, 101, 102],
      [5, 6, 7, 8],
      [0.5],
    ]);
  });

  it("keeps groups without names apart", () => {
    const part = scores("x", flatLayout([2]), { total: fullSignal("rollout", [1, 2]) });
    expect([...joinBatches([part, part]).layout.groupOf]).toEqual([0, 0, 1, 1]);
  });

  it("leaves one batch as it is", () => {
    const only = scores("x", FIRST, { total: fullSignal("rollout", [1, 2]) });
    expect(joinBatches([only])).toBe(only);
  });
});

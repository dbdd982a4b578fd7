import { describe, expect, it } from "vitest";
import { initState, nextState, scoreBatch } from "../engine/index.ts";
import { realClock } from "../engine/real-clock.test-support.ts";
import { rolloutsOf, testLibrary } from "../engine/rollouts.test-support.ts";
import { compileProgram, defineReward, term } from "../program/index.ts";
import { makeBatch } from "../signal/index.ts";

type Terms = Parameters<typeof defineReward>[0]["terms"];

/** Two groups of two; the score is the number each text says. */
const texts = (...values: readonly number[]) =>
  rolloutsOf(values.map((value, i) => [i < values.length / 2 ? "a" : "b", String(value), ""] as const));
const said = term((rollouts) => rollouts.map(({ completion }) => Number(completion[0]?.content)));

function programOf(terms: Terms, total: string) {
  return compileProgram(defineReward({ reward: "r", terms: { score: said, ...terms }, total }), testLibrary);
}

async function totals(terms: Terms, total: string, values: readonly number[]): Promise<readonly string[]> {
  const scores = await scoreBatch(programOf(terms, total), makeBatch(texts(...values)), { clock: realClock });
  return [...scores.total.values].map((value) => value.toFixed(3));
}

describe("papers as lines of a program", () => {
  it("PAR: a sigmoid of the distance to references (035)", async () => {
    const terms = { par: { use: "relative", of: "score", references: ["1", "score - 2"] } } as const;
    const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
    const expected = [0, 1, 2, 5].map((r) => ((sigmoid(r - 1) + sigmoid(2)) / 2).toFixed(3));
    expect(await totals(terms, "par", [0, 1, 2, 5])).toEqual(expected);
  });

  it("thresholds that other terms set (205), and a filter by group accuracy (089)", async () => {
    const terms = {
      low: { use: "statistic", of: "score", take: "min" },
      zoned: { use: "dead-zone", of: "score", low: "low + 0.1", high: 0.75 },
      accuracy: { use: "statistic", of: "score" },
    } as const;
    const kept = "where(accuracy >= 0.2 and accuracy <= 0.8, zoned, -1)";
    expect(await totals(terms, kept, [0.2, 0.6, 0.1, 0.1])).toEqual(["0.000", "0.600", "-1.000", "-1.000"]);
  });

  it("a constant input reads like a term: a tolerance of 0.35 around the gold (171)", async () => {
    const terms = { near: { use: "tolerance", of: "score", target: 3, width: 0.35 } } as const;
    expect(await totals(terms, "near", [3.3, 3.35, 2.66, 9])).toEqual(["1.000", "0.000", "1.000", "0.000"]);
  });

  it("a prompt's own running statistics, moved once a training step (168)", async () => {
    const normalised = { use: "running-normalise", of: "score", by: "prompt", window: 4, eps: 0, minCount: 3 } as const;
    const program = programOf({ normalised }, "normalised");
    let state = initState(program);
    const first = makeBatch(texts(0, 2, 10, 10), 0);
    const before = await scoreBatch(program, first, { clock: realClock, state });
    expect([...before.total.values]).toEqual([-1, 1, 0, 0]);
    state = nextState(program, state, first, before);
    expect(state.terms.normalised).toEqual({ a: [[0, 2]], b: [[10, 10]] });
    expect(nextState(program, state, first, before)).toBe(state);
    const after = await scoreBatch(program, makeBatch(texts(0, 2, 12, 12), 1), { clock: realClock, state });
    expect([...after.total.values]).toEqual([-1, 1, 1, 1]);
  });
});

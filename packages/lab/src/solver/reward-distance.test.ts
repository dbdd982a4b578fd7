import { streamKey, uniformAt } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import { normalAt } from "../tensor/index.ts";
import { type Canon, canonicalRewards } from "./canonical-rewards.ts";
import { decisionProcess } from "./decision-process.ts";
import { equivalentRewards } from "./equivalent-rewards.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import { regretBetween } from "./regret-between.ts";
import { rewardDistance } from "./reward-distance.ts";
import { sparseProcess } from "./sparse-process.ts";
import { payingRewards } from "./transition-rewards.ts";
import { valueIteration } from "./value-iteration.ts";

const size = { states: 5, actions: 3, discount: 0.9, successors: 2 };
const TRIPLES = 5 * 3 * 5;
const draw = (seed: number, name: string, length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => normalAt(streamKey(seed, name), i));
const furthest = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
const lengthOf = (a: Float64Array): number => Math.hypot(...a);

/** Changes that mean nothing: what a measure should not see of them is in the name. */
const potential = { potential: draw(9, "potential", 5) };
const moved = { redistribution: draw(9, "moved", TRIPLES) };

describe("equivalentRewards", () => {
  it("changes every policy's return by the same factor and constant", () => {
    const process = sparseProcess(size, 1);
    const rewards = draw(1, "rewards", TRIPLES);
    const changed = equivalentRewards(process, rewards, { scale: 3, ...potential, ...moved });
    const start = Float64Array.of(0.5, 0.5, 0, 0, 0);
    for (let k = 0; k < 5; k++) {
      const weights = Array.from({ length: 15 }, (_, i) => uniformAt(streamKey(k, "policy"), i) + 0.01);
      const policy = weights.map((weight, i) => {
        const from = 3 * Math.floor(i / 3);
        return weight / weights.slice(from, from + 3).reduce((sum, value) => sum + value, 0);
      });
      const returnOf = (table: Float64Array): number => {
        const { values } = evaluatePolicy(payingRewards(process, table), policy, start);
        return 0.5 * ((values[0] as number) + (values[1] as number));
      };
      const constant = 0.5 * ((potential.potential[0] as number) + (potential.potential[1] as number));
      expect(returnOf(changed)).toBeCloseTo(3 * returnOf(rewards) - constant, 9);
    }
  });
});

describe("canonicalRewards", () => {
  it.each<[Canon, boolean, boolean]>([
    ["val", true, true],
    ["minimal", true, true],
    ["val-potential", true, false],
    ["epic", true, false],
    ["dard", true, false],
    ["none", false, false],
  ])("%s takes away shaping: %s, redistribution: %s", (canon, shaping, redistribution) => {
    for (let seed = 0; seed < 10; seed++) {
      const process = sparseProcess(size, seed);
      const rewards = draw(seed, "rewards", TRIPLES);
      const change = (by: object): number =>
        furthest(
          canonicalRewards(process, equivalentRewards(process, rewards, by), canon),
          canonicalRewards(process, rewards, canon),
        );
      expect(change(potential) < 1e-9).toBe(shaping);
      expect(change(moved) < 1e-9).toBe(redistribution);
    }
  });

  it("is a reward of the same class: the best policies stay the best (val, val-potential, minimal)", () => {
    for (let seed = 0; seed < 10; seed++) {
      const process = sparseProcess(size, seed);
      const rewards = draw(seed, "rewards", TRIPLES);
      for (const canon of ["val", "val-potential", "minimal"] as const) {
        const canonical = canonicalRewards(process, rewards, canon);
        expect(regretBetween(process, rewards, canonical)).toBeLessThan(1e-9);
        expect(furthest(canonicalRewards(process, canonical, canon), canonical)).toBeLessThan(1e-9);
      }
    }
  });

  it("minimal is no longer than any reward of its class", () => {
    const process = sparseProcess(size, 4);
    const rewards = draw(4, "rewards", TRIPLES);
    const least = canonicalRewards(process, rewards, "minimal");
    for (const canon of ["val", "val-potential"] as const) {
      expect(lengthOf(least)).toBeLessThan(lengthOf(canonicalRewards(process, rewards, canon)));
    }
    const near = [potential, moved].map((by) => {
      const [[name, values]] = Object.entries(by) as [[string, Float64Array]];
      return { [name]: values.map((value) => 1e-3 * value) };
    });
    for (const by of near) expect(lengthOf(least)).toBeLessThan(lengthOf(equivalentRewards(process, least, by)));
  });

  it("epic and dard have the values of their formulas (by hand, two states of one action)", () => {
    const process = decisionProcess({
      states: 2,
      actions: 1,
      discount: 0.5,
      transitions: (state) => [{ next: 1 - state, probability: 1 }],
      reward: () => 0,
    });
    // R(0,·,0) = 1, R(0,·,1) = 3, R(1,·,0) = 5, R(1,·,1) = 11: M = (2, 8), E[M] = 5
    const rewards = Float64Array.of(1, 3, 5, 11);
    expect([...canonicalRewards(process, rewards, "epic")]).toEqual([
      1 + 1 - 2 - 2.5,
      3 + 4 - 2 - 2.5,
      5 + 1 - 8 - 2.5,
      11 + 4 - 8 - 2.5,
    ]);
    // What a state pays on its way: (3, 5). From s to S′ = 1 − s, and S″ = 1 − s′: R(1 − s, ·, 1 − s′) is subtracted.
    expect([...canonicalRewards(process, rewards, "dard")]).toEqual([
      1 + 1.5 - 3 - 5.5,
      3 + 2.5 - 3 - 2.5,
      5 + 1.5 - 5 - 1.5,
      11 + 2.5 - 5 - 0.5,
    ]);
  });
});

describe("rewardDistance", () => {
  it("is 0 for one class, 2 for opposites, and keeps a trivial reward 1 away", () => {
    const process = sparseProcess(size, 2);
    const rewards = draw(2, "rewards", TRIPLES);
    const opposite = rewards.map((value) => -value);
    const nothing = equivalentRewards(process, new Float64Array(TRIPLES), { ...potential, ...moved });
    for (const norm of ["l1", "l2", "max"] as const) {
      const distance = (one: Float64Array, other: Float64Array): number =>
        rewardDistance(process, one, other, { norm });
      expect(distance(rewards, equivalentRewards(process, rewards, { scale: 2, ...potential, ...moved }))).toBeLessThan(
        1e-9,
      );
      expect(distance(rewards, opposite)).toBeCloseTo(2, 12);
      expect(distance(rewards, nothing)).toBeCloseTo(1, 12);
      expect(distance(nothing, new Float64Array(TRIPLES))).toBe(0);
    }
  });

  it("with epic is twice the Pearson distance over all triples", () => {
    const process = sparseProcess(size, 3);
    const [one, other] = [draw(3, "one", TRIPLES), draw(3, "other", TRIPLES)];
    const [a, b] = [one, other].map((rewards) => canonicalRewards(process, rewards, "epic")) as [
      Float64Array,
      Float64Array,
    ];
    const rho = a.reduce((sum, value, i) => sum + value * (b[i] as number), 0) / (lengthOf(a) * lengthOf(b));
    const mean = a.reduce((sum, value) => sum + value, 0) / a.length;
    expect(Math.abs(mean)).toBeLessThan(1e-12);
    expect(rewardDistance(process, one, other, { canon: "epic" })).toBeCloseTo(2 * Math.sqrt((1 - rho) / 2), 12);
  });

  it("refuses a table of another size", () => {
    expect(() => rewardDistance(sparseProcess(size, 1), new Float64Array(4), new Float64Array(75))).toThrow(
      /one value for each of 5 × 3 × 5 triples, got 4/,
    );
  });
});

describe("regretBetween", () => {
  it("is what the best policy for the other loses, between the best and the worst there is", () => {
    const process = sparseProcess(size, 5);
    const [one, other] = [draw(5, "one", TRIPLES), draw(5, "other", TRIPLES)];
    const start = new Float64Array(5).fill(0.2);
    const twin = (own: Float64Array, foreign: Float64Array): number => {
      const paying = payingRewards(process, own);
      const returnOf = (policy: Float64Array): number =>
        evaluatePolicy(paying, policy, start).values.reduce((sum, value) => sum + 0.2 * value, 0);
      const best = returnOf(valueIteration(paying).policy);
      const reversed = payingRewards(
        process,
        own.map((value) => -value),
      );
      const worst = returnOf(valueIteration(reversed).policy);
      return (best - returnOf(valueIteration(payingRewards(process, foreign)).policy)) / (best - worst);
    };
    expect(regretBetween(process, one, other)).toBeCloseTo((twin(one, other) + twin(other, one)) / 2, 9);
    expect(
      regretBetween(
        process,
        one,
        one.map((value) => -value),
      ),
    ).toBeCloseTo(1, 9);
    const nothing = new Float64Array(TRIPLES);
    expect(regretBetween(process, nothing, one)).toBeLessThanOrEqual(0.5);
    expect(regretBetween(process, nothing, nothing)).toBe(0);
  });
});

describe("sparseProcess", () => {
  it("leads to as many different states as asked for, drawn by the seed", () => {
    const process = sparseProcess(size, 1);
    for (let pair = 0; pair < 15; pair++) expect(process.next[2 * pair]).not.toBe(process.next[2 * pair + 1]);
    expect(process.next.length).toBe(30);
    expect(sparseProcess(size, 1)).toEqual(process);
    expect(sparseProcess(size, 2).next).not.toEqual(process.next);
  });
});

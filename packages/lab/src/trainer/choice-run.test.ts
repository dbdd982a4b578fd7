import { groupRelative } from "@guerdon/core/advantage";
import { knapsack } from "@guerdon/core/sampler";
import { describe, expect, it } from "vitest";
import type { Metrics, Run } from "../experiment/run.ts";
import { startChoiceRun } from "./choice-run.ts";
import { createChoiceTable } from "./choice-table.ts";
import { mixGradients, worstCosine } from "./gradient-mix.ts";

async function all(run: Run): Promise<Metrics[]> {
  const rows: Metrics[] = [];
  while (run.updates < run.end) rows.push(await run.update());
  return rows;
}

const bandit = {
  prompts: 6,
  heads: [3],
  names: ["right", "first"],
  measure: ({ choices: [choice], prompt }: { choices: readonly number[]; prompt: number }) => [
    choice === prompt % 3 ? 1 : 0,
    choice === 0 ? 1 : 0,
  ],
  exact: (prompt: number, chances: readonly (readonly number[])[]) => ({ chance: chances[0]?.[prompt % 3] as number }),
  advantage: groupRelative({ scale: "none" }),
  mix: { by: "fixed", weights: [1, 0] } as const,
  learningRate: 12,
  updates: 40,
  perPrompt: 8,
};

describe("createChoiceTable", () => {
  it("has the gradient of log π, by differences, where tables add up", () => {
    const table = createChoiceTable({
      prompts: 2,
      heads: [3, 2],
      rows: [
        [0, 1],
        [0, 0],
      ],
      initial: (head, k) => 0.3 * head - 0.2 * k,
    });
    table.parameters.forEach((_, i) => {
      table.parameters[i] = Math.sin(i);
    });
    const gradient = new Float64Array(table.parameters.length);
    table.addScore(gradient, 1, 0, 2, 1);
    const logOf = (): number => Math.log(table.chances(1, 0)[2] as number);
    gradient.forEach((slope, i) => {
      const before = table.parameters[i] as number;
      table.parameters[i] = before + 1e-5;
      const up = logOf();
      table.parameters[i] = before - 1e-5;
      expect((up - logOf()) / 2e-5).toBeCloseTo(slope, 8);
      table.parameters[i] = before;
    });
  });
});

describe("mixGradients", () => {
  const gradients = [Float64Array.of(1, 0), Float64Array.of(0, 2)];
  const none = (): Float64Array => Float64Array.of(9, 9);

  it("adds up, takes the sum's own, follows influence (by hand)", () => {
    expect([...mixGradients({ by: "fixed", weights: [1, 2] }, gradients, [1, 2], 0, none).direction]).toEqual([1, 4]);
    expect([...mixGradients({ by: "sum", weights: [1, 1] }, gradients, [1, 1], 0, none).direction]).toEqual([9, 9]);
    // Influences are 1 and 4: weights ½·e and ½·e⁴, normalised.
    const { weights } = mixGradients({ by: "influence", weights: [0.5, 0.5], rate: 1 }, gradients, [0.5, 0.5], 0, none);
    expect(weights[1]).toBeCloseTo(1 / (1 + Math.exp(-3)), 12);
  });

  it("solves at every n-th update, and keeps the weight of what has no gradient", () => {
    const mix = { by: "min-norm", every: 2, decay: 0.5 } as const;
    const solved = mixGradients(mix, gradients, [0.9, 0.1], 0, none);
    // Unit gradients share alike; the direction has the mean norm 1.5.
    expect([...solved.direction]).toEqual([0.75, 0.75]);
    expect(solved.weights).toEqual([0.7, 0.3].map((value) => expect.closeTo(value, 12)));
    expect([...mixGradients(mix, gradients, [0.9, 0.1], 1, none).direction]).toEqual([0.9, 0.2]);
    const zero = [gradients[0] as Float64Array, new Float64Array(2)];
    expect(mixGradients(mix, zero, [0.9, 0.1], 2, none).weights[1]).toBe(0.1);
  });

  it("tells when a step works against a gradient", () => {
    expect(worstCosine(Float64Array.of(1, 0), [Float64Array.of(1, 1), Float64Array.of(-1, 0)])).toBe(-1);
    expect(worstCosine(Float64Array.of(1, 0), [new Float64Array(2)])).toBe(1);
    expect(worstCosine(Float64Array.of(-1e-12, 0), [Float64Array.of(1, 0), Float64Array.of(-1, 0)])).toBe(1);
  });
});

describe("startChoiceRun", () => {
  it("learns the first reward, and measures what it learns exactly", async () => {
    const rows = await all(startChoiceRun(bandit, 1));
    expect(rows[0]?.chance).toBeGreaterThan(0.3);
    expect(rows.at(-1)?.chance).toBeGreaterThan(0.9);
    expect(rows.at(-1)).toMatchObject({ "weight.right": 1, largest: 8 });
  });

  it("never steps against a reward with the shortest mix, and does with a sum", async () => {
    const mixed = await all(startChoiceRun({ ...bandit, mix: { by: "min-norm", every: 1, decay: 0.7 } }, 1));
    expect(Math.min(...mixed.map(({ worstCosine: cosine }) => cosine as number))).toBeGreaterThanOrEqual(-1e-9);
    const summed = await all(startChoiceRun({ ...bandit, mix: { by: "sum", weights: [1, 1] } }, 1));
    expect(summed.some(({ against }) => against === 1)).toBe(true);
  });

  it("splits responses by success rates, all of the budget at every update", async () => {
    const run = startChoiceRun({ ...bandit, batch: 4, split: knapsack({ perPrompt: 8 }) }, 2);
    const rows = await all(run);
    expect(rows[0]?.largest).toBe(8);
    expect(Math.max(...rows.map(({ largest }) => largest as number))).toBeGreaterThan(8);
  });

  it("goes on bit by bit after a restore", async () => {
    const settings = { ...bandit, batch: 4, split: knapsack({ perPrompt: 8 }), updates: 12 };
    const whole = startChoiceRun(settings, 3);
    const head: Metrics[] = [];
    for (let i = 0; i < 5; i++) head.push(await whole.update());
    const other = startChoiceRun(settings, 3);
    other.restore(whole.save());
    expect(await all(other)).toEqual(await all(whole));
  });

  it("draws a part of the prompts by what was measured of them", async () => {
    const seen: Float64Array[] = [];
    const preference = {
      refresh: 3,
      rollouts: 16,
      share: 1,
      weigh: (rates: Float64Array) => {
        seen.push(rates);
        return Float64Array.from(rates, (_, p) => (p === 2 ? 1 : 0));
      },
    };
    const settings = { ...bandit, batch: 4, updates: 6, perPrompt: 4, preference };
    const rows = await all(startChoiceRun(settings, 1));
    expect(seen.map((rates) => rates.every((rate) => rate >= 0 && rate <= 1))).toEqual([true, true]);
    expect(rows.at(-1)?.unvisited).toBe(5);
    const half = await all(startChoiceRun({ ...settings, preference: { ...preference, share: 0.5 } }, 1));
    expect(half.at(-1)?.unvisited).toBe(0);
  });

  it("counts each group as much as another, or each response", async () => {
    const settings = { ...bandit, updates: 1, batch: 4, split: knapsack({ perPrompt: 8 }) };
    const norm = async (divideBy: number | "group"): Promise<number> =>
      (await all(startChoiceRun({ ...settings, divideBy }, 1)))[0]?.gradientNorm as number;
    // Before anything is known each group has 8 responses: their mean is the sum over 8.
    expect(await norm("group")).toBeCloseTo(await norm(8), 12);
    expect(await norm(4)).toBeCloseTo(2 * (await norm(8)), 12);
  });

  it("leaves a reward out where it does not apply", async () => {
    const settings = {
      ...bandit,
      updates: 1,
      measure: ({ prompt }: { prompt: number }) => [1, prompt < 3 ? 4 : Number.NaN],
    };
    expect((await all(startChoiceRun(settings, 1)))[0]).toMatchObject({ right: 1, first: 4, mixed: 0 });
  });
});

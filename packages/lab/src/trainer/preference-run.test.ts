import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { preferenceLoss } from "@guerdon/core/objective";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram, type ProgramSpec, term } from "@guerdon/core/program";
import type { Signal } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { transformerPolicy } from "../policy/index.ts";
import { adamw } from "../tensor/index.ts";
import { arithmeticThinking, thinkingLength, thinkingLengthPolicy } from "../world/index.ts";
import { expectResumes, updatesOf } from "./off-policy-resume.test-support.ts";
import { type PreferencePairs, preferencePairs } from "./preference-pairs.ts";
import { type PreferenceTraining, startPreferenceRun } from "./preference-run.ts";
import { preferenceStep } from "./preference-step.ts";
import type { Written } from "./token-batch.ts";
import { worldSignal } from "./world-signal.ts";

/** Three prompts with three completions of at most two tokens; row r is [r, 10 + r]. */
const written: Written = {
  prompts: { count: 3, ids: Int32Array.of(1, 2, 3), length: 1, items: [null, null, null] },
  generation: {
    ids: Int32Array.from({ length: 18 }, (_, i) => (i % 2 === 0 ? i / 2 : 10 + (i - 1) / 2)),
    maxTokens: 2,
    lengths: Int32Array.of(1, 2, 1, 2, 1, 2, 1, 1, 2),
    ended: Uint8Array.of(1, 0, 1, 0, 1, 0, 1, 1, 0),
    logProbs: new Float64Array(18),
    entropies: new Float64Array(18),
  },
};

function totalOf(values: readonly (number | null)[]): Signal {
  return {
    level: "rollout",
    values: Float64Array.from(values, (value) => value ?? 0),
    present: Uint8Array.from(values, (value) => (value === null ? 0 : 1)),
  } as unknown as Signal;
}

describe("preferencePairs", () => {
  it("takes the best and the worst that are present, the first of equals, by hand", () => {
    const pairs = preferencePairs(written, totalOf([0.5, 1, 0, 9, 2, null, 1, 1, 1]));
    expect([...pairs.live]).toEqual([1, 1, 0]);
    expect(pairs.count).toBe(2);
    // Rows 1 and 2; 3 and 4 (5 is missing); none, so 6 and 7.
    expect([...pairs.completions.ids]).toEqual([1, 11, 2, 12, 3, 13, 4, 14, 6, 16, 7, 17]);
    expect([...pairs.completions.lengths]).toEqual([2, 1, 2, 1, 1, 1]);
    expect([...pairs.completions.ended]).toEqual([0, 1, 0, 1, 1, 1]);
  });

  it("leaves out prompts whose totals are not further apart than the gap", () => {
    const total = totalOf([0, 0.5, 0.25, 0, 0.51, 0, 0, 2, 0]);
    expect([...preferencePairs(written, total, 0.5).live]).toEqual([0, 1, 1]);
    expect([...preferencePairs(written, totalOf(new Array(9).fill(null))).live]).toEqual([0, 0, 0]);
  });
});

describe("preferenceStep", () => {
  const pairs: PreferencePairs = preferencePairs(written, totalOf([0.5, 1, 0, 5, 5, 5, 3, 1, 2]));
  const logProbs = Float64Array.of(-1, -2, -0.5, 99, 7, 7, 7, 7, -0.3, 99, -0.7, 99);
  const reference = Float64Array.of(-1.5, -1, -0.25, 99, 7, 7, 7, 7, -0.1, 99, -0.2, 99);

  it("sums the tokens that were written, of the prompts that have a pair", () => {
    expect([...pairs.live]).toEqual([1, 0, 1]);
    const step = preferenceStep(pairs, logProbs, reference, { beta: 0.5 });
    const twin = preferenceLoss(
      {
        ...{ chosen: Float64Array.of(-3, -0.3), rejected: Float64Array.of(-0.5, -0.7) },
        ...{ refChosen: Float64Array.of(-2.5, -0.1), refRejected: Float64Array.of(-0.25, -0.2) },
      },
      { beta: 0.5 },
    );
    expect(step.loss).toBeCloseTo(twin.loss, 14);
    expect(step.accuracy).toBe(0.5);
    const [up, down] = [twin.gradient.chosen, twin.gradient.rejected];
    expect([...step.logProbs]).toEqual([up[0], up[0], down[0], 0, 0, 0, 0, 0, up[1], 0, down[1], 0]);
  });

  it.each([{}, { link: "squared" }, { lengthNorm: true, beta: 2, margin: 1 }, { anchor: 0.2 }] as const)(
    "has the gradient of its loss by each token (%o; central differences)",
    (options) => {
      const lossAt = (i: number, by: number): number => {
        const moved = logProbs.slice();
        moved[i] = (moved[i] as number) + by;
        return preferenceStep(pairs, moved, reference, options).loss;
      };
      const step = preferenceStep(pairs, logProbs, reference, options);
      for (let i = 0; i < logProbs.length; i++) {
        expect(step.logProbs[i]).toBeCloseTo((lossAt(i, 1e-5) - lossAt(i, -1e-5)) / 2e-5, 8);
      }
    },
  );
});

const library = makeLibrary([worldSignal, ...advantages], advantagePresets);
const fromWorld = { use: "world-signal", level: "rollout" };
const programOf = (spec: Partial<ProgramSpec> = {}) =>
  compileProgram(
    { reward: "right", terms: { correct: fromWorld }, total: "correct", advantage: "grpo", ...spec },
    library,
  );

const thinking: PreferenceTraining = {
  world: thinkingLength(),
  policy: thinkingLengthPolicy(),
  program: programOf(),
  objective: { beta: 0.2 },
  optimiser: adamw(),
  learningRate: 0.1,
  ...{ updates: 60, prompts: 32, perPrompt: 4 },
};

const sums: PreferenceTraining = {
  ...thinking,
  world: arithmeticThinking({ digits: 1, workingShare: 0 }),
  // Lengths differ from the beginning, so that there are pairs.
  program: programOf({ terms: { length: fromWorld }, total: "length" }),
  policy: transformerPolicy({ width: 16, layers: 1, heads: 2, hidden: 32, positions: "learnt" }),
  learningRate: 3e-3,
  ...{ updates: 3, prompts: 8, epochs: 2, warmStart: { updates: 2, batch: 8, learningRate: 1e-2 } },
};

function mean(rows: readonly { readonly [name: string]: number }[], name: string): number {
  return rows.reduce((sum, row) => sum + (row[name] as number), 0) / rows.length;
}

describe("startPreferenceRun", () => {
  it.each([
    ["against a reference", {}],
    ["without one", { reference: false, objective: { lengthNorm: true, beta: 2, margin: 1 } }],
    ["of a squared loss", { objective: { link: "squared", beta: 0.2 } }],
  ] as const)("makes the hazard policy right more often by pairs of its own completions (%s)", async (_, more) => {
    const run = await startPreferenceRun({ ...thinking, ...more }, 1);
    const rows = await updatesOf(run, 60);
    run.close();
    expect(mean(rows.slice(-5), "correct")).toBeGreaterThan(mean(rows.slice(0, 5), "correct") + 0.1);
  });

  it("learns from a fixed set of pairs written before: the same rewards at each round", async () => {
    const run = await startPreferenceRun({ ...thinking, writer: "reference", cycle: 5 }, 2);
    const before = (await run.evaluate(64)).correct as number;
    const rows = await updatesOf(run, 40);
    for (let k = 5; k < 40; k++) expect(rows[k]?.reward).toBe(rows[k - 5]?.reward);
    expect(mean(rows.slice(-5), "accuracy")).toBeGreaterThan(mean(rows.slice(0, 5), "accuracy"));
    expect(mean(rows.slice(-5), "loss")).toBeLessThan(mean(rows.slice(0, 5), "loss"));
    expect((await run.evaluate(64)).correct).toBeGreaterThanOrEqual(before);
    run.close();
  });

  it("begins at log 2 and a margin of 0: the policy is its reference", async () => {
    const run = await startPreferenceRun(
      { ...sums, warmStart: { updates: 1, batch: 8, learningRate: 1e-2 }, epochs: 1 },
      1,
    );
    const rows = await updatesOf(run, 2);
    run.close();
    expect(rows[1]?.pairs).toBeGreaterThan(0.5);
    expect(rows[1]?.loss).toBeCloseTo(Math.LN2, 6);
    expect(rows[1]?.margin).toBeCloseTo(0, 6);
  });

  it.each([
    ["its own", {}],
    ["a fixed set", { writer: "reference", cycle: 2 }],
  ] as const)("killed at any update and resumed gives the curve of one that was not (%s)", async (_, more) => {
    await expectResumes(() => startPreferenceRun({ ...sums, ...more }, 4), 5);
  });

  it("moves nothing where no completion is better than another", async () => {
    const flat = programOf({ terms: { one: term((rows) => rows.map(() => 1), { range: [0, 1] }) }, total: "one" });
    const run = await startPreferenceRun({ ...thinking, program: flat }, 1);
    const before = JSON.stringify(run.parameters());
    const [row] = await updatesOf(run, 1);
    expect(JSON.stringify(run.parameters())).toBe(before);
    expect([row?.pairs, row?.loss]).toEqual([0, undefined]);
    run.close();
  });
});

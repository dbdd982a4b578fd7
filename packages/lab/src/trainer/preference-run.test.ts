import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram } from "@guerdon/core/program";
import { describe, expect, it } from "vitest";
import type { Metrics } from "../experiment/index.ts";
import { sgd } from "../tensor/index.ts";
import { humpTokens, humpTokensPolicy, thinkingLength, thinkingLengthPolicy } from "../world/index.ts";
import { type PreferenceTraining, startPreferenceRun } from "./preference-run.ts";
import type { TokenRun } from "./token-loop.ts";
import { worldSignal } from "./world-signal.ts";

const training: PreferenceTraining = {
  world: thinkingLength(),
  policy: thinkingLengthPolicy(),
  program: compileProgram(
    {
      reward: "right",
      terms: { correct: { use: "world-signal", level: "rollout" } },
      total: "correct",
      advantage: "grpo",
    },
    makeLibrary([worldSignal, ...advantages], advantagePresets),
  ),
  preference: { beta: 0.1 },
  optimiser: sgd(),
  learningRate: 10,
  updates: 60,
  prompts: 32,
  perPrompt: 4,
};

async function updatesOf(run: TokenRun, count: number): Promise<Metrics[]> {
  const rows: Metrics[] = [];
  for (let i = 0; i < count; i++) rows.push(await run.update());
  return rows;
}

const mean = (rows: readonly Metrics[], name: string): number =>
  rows.reduce((sum, row) => sum + (row[name] as number), 0) / rows.length;

describe("startPreferenceRun", () => {
  it.each<[string, Partial<PreferenceTraining>]>([
    ["online, relative to a reference (DPO)", {}],
    ["offline, from the first policy", { from: "reference" }],
    ["without a reference, by length (SimPO)", { refers: false, preference: { lengthNorm: true, beta: 2, margin: 0 } }],
  ])("makes the hazard policy right more often: %s", async (_, settings) => {
    const run = await startPreferenceRun({ ...training, ...settings }, 1);
    const rows = await updatesOf(run, 60);
    run.close();
    const gain = settings.from === "reference" ? mean(rows.slice(-5), "margin") : mean(rows.slice(-10), "correct");
    const floor = settings.from === "reference" ? 0.05 : mean(rows.slice(0, 5), "correct") + 0.05;
    expect(gain).toBeGreaterThan(floor);
  });

  it("begins at loss log 2 over the pairs that differ: the policy is its reference", async () => {
    const run = await startPreferenceRun(training, 1);
    const [row] = await updatesOf(run, 1);
    run.close();
    expect(row?.loss).toBeCloseTo(Math.LN2 * (row?.pairs as number), 6);
    expect(row?.pairs).toBeGreaterThan(0.3);
  });

  it("goes on bit by bit after a restore", async () => {
    const whole = await startPreferenceRun(training, 2);
    await updatesOf(whole, 2);
    const state = structuredClone(whole.save());
    const rest = await updatesOf(whole, 2);
    const other = await startPreferenceRun(training, 2);
    other.restore(state as ReturnType<TokenRun["save"]>);
    expect(await updatesOf(other, 2)).toEqual(rest);
    whole.close();
    other.close();
  });

  it("learns from a fixed set of pairs in epochs, measures what the policy writes, and goes on bit by bit", async () => {
    const settings: PreferenceTraining = {
      ...training,
      world: humpTokens(),
      policy: humpTokensPolicy(),
      program: compileProgram(
        {
          reward: "label",
          terms: { label: { use: "world-signal", level: "rollout" } },
          total: "label",
          advantage: "grpo",
        },
        makeLibrary([worldSignal, ...advantages], advantagePresets),
      ),
      preference: { beta: 1 },
      learningRate: 2,
      perPrompt: 2,
      prompts: 8,
      pairs: 40,
      updates: 60,
      samples: { every: 5, count: 64, feature: "doubtful" },
    };
    const whole = await startPreferenceRun(settings, 3);
    const rows = await updatesOf(whole, 7);
    const state = structuredClone(whole.save());
    const rest = await updatesOf(whole, 53);
    const other = await startPreferenceRun(settings, 3);
    other.restore(state as ReturnType<TokenRun["save"]>);
    expect(await updatesOf(other, 53)).toEqual(rest);
    whole.close();
    other.close();
    expect(rows[0]).toMatchObject({ "policy.divergence": 0, chosenRatio: 0, rejectedRatio: 0, pairAccuracy: 0 });
    expect(rows[0]?.loss).toBeCloseTo(Math.LN2, 6);
    expect(rows[1]?.["policy.gold"]).toBeUndefined();
    const last = rest.at(-5) as Metrics;
    expect(last["policy.divergence"]).toBeGreaterThan(0.5);
    expect(last["policy.win"]).toBeGreaterThan((rows[0]?.["policy.win"] as number) + 0.1);
    // Forty pairs are learnt by heart: that they all come back each epoch is what makes this possible.
    expect(mean(rest.slice(-5), "pairAccuracy")).toBeGreaterThan(0.9);
  });
});

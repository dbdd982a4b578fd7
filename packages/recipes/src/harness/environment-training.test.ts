import { gae, groupRelative } from "@guerdon/core/advantage";
import { reduce } from "@guerdon/core/credit";
import { gridWorld } from "@guerdon/lab/environment";
import { categoricalHead, tabularPolicy } from "@guerdon/lab/policy";
import { describe, expect, it } from "vitest";
import { defineRecipe, defineStudy } from "./define-recipe.ts";
import { environmentTraining } from "./environment-training.ts";
import { namedRun } from "./named-run.ts";
import type { Study } from "./recipe.ts";
import { runArm } from "./run-arm.ts";
import { valueIn } from "./samples.ts";

const reward = {
  terms: {
    reward: { use: "world-signal" },
    return: { use: "reduce", of: "reward", by: "sum" },
  },
  total: "return",
  advantage: { use: "group-relative", batch: "off" },
};
const made = environmentTraining({
  environment: () => gridWorld(["S.G"], { maxSteps: 8, stepReward: -0.1 }).dynamics,
  policy: (_, { states }: { readonly states: number }) =>
    tabularPolicy({ states, head: categoricalHead(4), critic: false }),
});
const base = { about: "", seeds: 1, metrics: ["return"], treatment: "a", control: "a" };
const claims = [{ says: "", source: "", central: true, holds: () => true }];
const last = async (study: Study): Promise<number[]> => {
  const recipe = defineRecipe({
    paper: "999",
    title: "",
    mechanism: "",
    pieces: [gae, groupRelative, reduce],
    budgetSeconds: 1,
    studies: { study },
    differences: [],
  });
  const { return: series } = await runArm(recipe, { study: "study", arm: "a", seed: 0 });
  return [series?.values[0] as number, valueIn(series as never)];
};

describe("environmentTraining", () => {
  it("learns the way to a goal two steps off", async () => {
    const settings = {
      reward,
      copies: 64,
      steps: 8,
      updates: 40,
      learningRate: 30,
      objective: { surrogate: "log-prob" as const },
      policy: { states: 3 },
    };
    const [first, end] = await last(defineStudy({ ...base, run: made, settings, arms: { a: {} }, smoke: {}, claims }));
    expect(end).toBeGreaterThan((first as number) + 0.1);
  });
});

describe("namedRun", () => {
  it("starts what an experiment file may name", async () => {
    const settings = {
      environment: { use: "bandit", arms: 2, pulls: 4 },
      policy: { use: "mlp", hidden: [8] },
      steps: 16,
      updates: 12,
    };
    const run = namedRun("policy-gradient");
    const [first] = await last(defineStudy({ ...base, run, settings, arms: { a: {} }, smoke: {}, claims }));
    expect(Number.isFinite(first)).toBe(true);
  });
});

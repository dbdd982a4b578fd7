import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { credits } from "@guerdon/core/credit";
import { makeLibrary } from "@guerdon/core/piece";
import { schedulePresets, schedules } from "@guerdon/core/schedule";
import type { Json } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import type { Metrics } from "../experiment/run.ts";
import { worldSignal } from "../trainer/index.ts";
import { environments } from "./environments.ts";
import { startRunOf } from "./start-run.ts";
import { worlds } from "./worlds.ts";

const library = makeLibrary(
  [worldSignal, ...credits, ...advantages, ...schedules],
  [...advantagePresets, ...schedulePresets],
);

async function play(name: string, settings: object, seed = 0, updates = 2): Promise<readonly Metrics[]> {
  const run = await startRunOf(name, library)(settings as Json, seed);
  const rows: Metrics[] = [];
  for (let i = 0; i < updates; i++) rows.push(await run.update());
  run.close();
  return rows;
}

/** What an environment cannot do without. */
const NEEDED: { readonly [name: string]: object } = {
  "terrain-grid": { map: ["S~G"] },
  "grid-world": { map: ["S.G"] },
  "lifelong-paths": { map: ["....", "...."], agents: 2 },
  "quest-grid": { map: ["SKDG"] },
};
const grid = { use: "grid-world", map: ["S.G"], copies: 4, maxSteps: 20 };

describe("policy-gradient by settings", () => {
  it("learns the short way through a corridor: nearly every episode of 2 steps", async () => {
    const rows = await play(
      "policy-gradient",
      { environment: grid, policy: { use: "tabular" }, steps: 32, learningRate: 0.1 },
      1,
      25,
    );
    expect(rows[0]?.length).toBeGreaterThan(3);
    expect(rows.at(-1)?.length).toBeLessThan(2.2);
  }, 30_000);

  it("is the same for a seed and another for another", async () => {
    const settings = { environment: grid, policy: { use: "mlp", hidden: [8] }, steps: 16, epochs: 2, minibatch: 32 };
    const [one, again, other] = [
      await play("policy-gradient", settings, 3),
      await play("policy-gradient", settings, 3),
      await play("policy-gradient", settings, 4),
    ];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  }, 30_000);

  it("measures the divergence from the policy at the start, and holds it small where it costs", async () => {
    const settings = { environment: grid, policy: { use: "tabular" }, steps: 32, learningRate: 0.1 };
    const [free, held] = await Promise.all(
      [0, 5].map((beta) => play("policy-gradient", { ...settings, kl: { beta } }, 1, 15)),
    );
    expect(Math.abs(free?.[0]?.klReference as number)).toBeLessThan(0.1);
    expect(held?.at(-1)?.klReference).toBeLessThan(0.3 * (free?.at(-1)?.klReference as number));
  }, 30_000);

  it("reads a schedule for the learning rate, and a reward program of the environment's signals", async () => {
    const reward = {
      reward: "best-arm",
      terms: {
        best: { use: "world-signal" },
        chance: { use: "world-signal" },
        return: { use: "reduce", of: "regret", by: "sum" },
        regret: "chance - best",
      },
      total: "return",
      advantage: "group-relative",
    };
    const settings = {
      environment: { use: "bandit", arms: 3, pulls: 5 },
      policy: { use: "mlp", hidden: [4], critic: false },
      steps: 5,
      reward,
      objective: { surrogate: "log-prob" },
    };
    const still = await play(
      "policy-gradient",
      { ...settings, learningRate: { use: "linear", from: 0, to: 0, steps: 10 } },
      0,
      3,
    );
    const moving = await play(
      "policy-gradient",
      { ...settings, learningRate: { use: "linear", from: 0.5, to: 0.5, steps: 10 } },
      0,
      3,
    );
    // Without a step the entropy stays that of the first policy.
    expect(still[2]?.entropy).toBeCloseTo(still[0]?.entropy as number, 2);
    expect(Math.abs((moving[2]?.entropy as number) - (moving[0]?.entropy as number))).toBeGreaterThan(0.01);
  }, 30_000);

  it.each(Object.keys(environments))(
    "plays %s",
    async (use) => {
      const environment = { use, copies: 2, ...NEEDED[use] };
      const [metrics] = await play(
        "policy-gradient",
        { environment, policy: { use: "mlp", hidden: [4] }, steps: 6, epochs: 1 },
        0,
        1,
      );
      expect(metrics?.steps).toBe(12);
      expect(Object.values(metrics as Metrics).every(Number.isFinite)).toBe(true);
    },
    60_000,
  );
});

describe("tokens by settings", () => {
  it.each(Object.keys(worlds))(
    "writes for %s",
    async (use) => {
      const settings = {
        world: { use },
        policy: { width: 16, heads: 2, layers: 1, hidden: 16 },
        prompts: 2,
        perPrompt: 2,
      };
      const [metrics] = await play("tokens", settings, 0, 1);
      expect(Object.values(metrics as Metrics).every(Number.isFinite)).toBe(true);
    },
    60_000,
  );
});

describe("settings that are wrong", () => {
  it.each([
    ["policy-gradients", {}],
    ["policy-gradient", { environment: { use: "cartpole" } }],
    ["policy-gradient", { environment: { use: "cart-pole", copies: 0 } }],
    ["policy-gradient", { environment: { use: "cart-pole" }, policy: { use: "tabular" } }],
    ["policy-gradient", { environment: { use: "cart-pole" }, rate: 3 }],
    ["policy-gradient", { environment: { use: "cart-pole" }, learningRate: { use: "gae" } }],
    ["policy-gradient", { environment: { use: "cart-pole" }, reward: { reward: "x", terms: {}, total: "y" } }],
    ["tokens", { world: { use: "arithmetic-thinking", digits: 9 } }],
  ])("say what and where: %s %j", async (name, settings) => {
    await expect(play(name, settings)).rejects.toThrowErrorMatchingSnapshot();
  });
});

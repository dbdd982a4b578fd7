import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { credits } from "@guerdon/core/credit";
import { makeLibrary } from "@guerdon/core/piece";
import { schedulePresets, schedules } from "@guerdon/core/schedule";
import type { Json } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import type { Metrics, Run, RunState } from "../experiment/run.ts";
import { worldSignal } from "../trainer/index.ts";
import { AGENT_PRESETS } from "./agent-presets.ts";
import { searches } from "./searches.ts";
import { startRunOf } from "./start-run.ts";

const library = makeLibrary(
  [worldSignal, ...credits, ...advantages, ...schedules],
  [...advantagePresets, ...schedulePresets],
);

const start = (name: string, settings: object, seed = 1): Promise<Run> =>
  startRunOf(name, library)(settings as Json, seed);

async function play(name: string, settings: object, seed = 1): Promise<readonly Metrics[]> {
  const run = await start(name, settings, seed);
  const rows: Metrics[] = [];
  while (run.updates < run.end) rows.push(await run.update());
  run.close();
  return rows;
}

const corridor = { use: "grid-world", map: ["S..G"], copies: 4, maxSteps: 20 };
const swing = { use: "pendulum", copies: 2, timeLimit: 50 };
const small = { steps: 10, updates: 2, batch: 8, memory: 200 };
const network = { hidden: [8] };

/** Settings for each agent: one with discrete actions where it takes them. */
function agentOf(name: string): { readonly environment: object; readonly agent: object } {
  const of = AGENT_PRESETS[name]?.of ?? name;
  if (of === "actor-critic") return { environment: swing, agent: { use: name, ...network } };
  const own = of === "regression" ? { policy: { use: "mlp", ...network, critic: false } } : network;
  return { environment: corridor, agent: { use: name, ...own } };
}

const AGENTS = ["q-learner", "actor-critic", "regression", ...Object.keys(AGENT_PRESETS)];

describe("off-policy by settings", () => {
  it("learns the short way through a corridor: every evaluated episode reaches the goal", async () => {
    const rows = await play("off-policy", {
      ...{ environment: corridor, agent: { use: "double-dqn", hidden: [16], learningRate: 0.01, exploration: 0.5 } },
      ...{ steps: 50, updates: 8, batch: 32, warmup: 20, discount: 0.9, evaluation: { every: 8 } },
    });
    expect(rows.at(-1)?.["evaluation.return"]).toBe(1);
  }, 30_000);

  it.each(AGENTS)(
    "makes %s, which learns without a number that is not finite",
    async (name) => {
      const rows = await play("off-policy", { ...agentOf(name), ...small });
      expect(rows.at(-1)?.gradientNorm).toBeGreaterThan(0);
      expect(Object.values(rows.at(-1) as Metrics).every(Number.isFinite)).toBe(true);
    },
    30_000,
  );

  it("imitates demonstrations of a learnt agent, whose reward it never sees", async () => {
    const learnt = {
      ...{ use: "agent", agent: { use: "dqn", hidden: [16], learningRate: 0.01, exploration: 0.5 } },
      ...{ steps: 50, updates: 8, batch: 32, warmup: 20, discount: 0.9, record: 30 },
    };
    const rows = await play("off-policy", {
      environment: corridor,
      agent: { use: "dqn", hidden: [16], learningRate: 0.01, exploration: 0.5 },
      ...{ steps: 50, updates: 10, batch: 32, warmup: 20, discount: 0.9, evaluation: { every: 10 } },
      imitation: { data: learnt, pays: "negative", learningRate: 0.01 },
    });
    expect(rows.at(-1)?.["classifier.accuracy"]).toBeGreaterThan(0.5);
    expect(rows.at(-1)?.["evaluation.return"]).toBe(1);
  }, 30_000);
});

describe("offline by settings", () => {
  it("finds the way in data of even draws, where cloning them does not", async () => {
    const base = {
      ...{ environment: corridor, data: { use: "random", record: 400 }, discount: 0.9, batch: 32 },
      ...{ steps: 400, updates: 1 },
    };
    const agent = { use: "cql", hidden: [16], learningRate: 0.01, conservatism: 0.1, target: { rate: 0.05 } };
    const [values] = await play("offline", { ...base, agent });
    expect(values?.["evaluation.return"]).toBe(1);
    const policy = { use: "mlp", hidden: [8], critic: false };
    const [cloned] = await play("offline", { ...base, agent: { use: "bc", policy, learningRate: 0.01 } });
    expect(cloned?.["loss.policy"]).toBeGreaterThan(1.2); // log 4 = 1.386 for even draws
  }, 30_000);

  it("says what the data should be of", async () => {
    const wrong = { environment: swing, data: { use: "file", path: "nowhere.jsonl" }, agent: { use: "td3-bc" } };
    await expect(play("offline", wrong)).rejects.toThrow(/nowhere\.jsonl/);
    await expect(play("offline", { ...wrong, data: { use: "randomly" } })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`data.use\` to be one of agent, file, random, got \`randomly\`.]`,
    );
  });
});

describe("q-table by settings", () => {
  it.each(["best", "expected"])("finds the values of a corridor with the %s next action", async (next) => {
    const rows = await play("q-table", {
      ...{ environment: corridor, next, exploration: 0.5, discount: 0.9, power: 0, steps: 100, updates: 5 },
    });
    expect(rows.at(-1)?.change).toBeLessThan(0.02 + (next === "best" ? 0 : 0.1));
    expect(rows.at(-1)?.value).toBeGreaterThan(0.3);
  });
});

describe("evolution by settings", () => {
  const base = { environment: corridor, policy: { use: "tabular", critic: false }, steps: 20, updates: 12 };
  const measured = {
    ...base,
    reward: {
      reward: "corridor",
      terms: { reward: { use: "world-signal" }, return: { use: "reduce", of: "reward", by: "sum" } },
      total: "return",
      advantage: "group-relative",
    },
    measures: ["return"],
    updates: 2,
  };
  const box = { cells: [4], low: [0], high: [1] };

  it("comes nearer the goal by CMA-ES than it began", async () => {
    const rows = await play("evolution", { ...base, search: { use: "cma-es", population: 8, deviation: 1 } });
    const mean = (part: readonly Metrics[]): number =>
      part.reduce((sum, { fitness }) => sum + (fitness as number) / part.length, 0);
    expect(mean(rows.slice(-3))).toBeGreaterThan(mean(rows.slice(0, 3)));
  }, 30_000);

  it.each(Object.keys(searches))("makes %s", async (use) => {
    const search = { use, population: 4, ...(use === "map-elites" ? box : {}) };
    const rows = await play("evolution", { ...measured, search });
    expect(Object.values(rows.at(-1) as Metrics).every(Number.isFinite)).toBe(true);
  });

  it("asks for measures where rows are kept apart by them", async () => {
    await expect(play("evolution", { ...base, search: { use: "novelty" } })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`measures\` to name terms of the reward for novelty, got none.]`,
    );
  });
});

const tiny = { width: 16, heads: 2, layers: 1, hidden: 16 };
const pairs = {
  ...{ world: { use: "arithmetic-thinking", digits: 1 }, policy: tiny, prompts: 8, perPrompt: 4 },
  ...{ warmStart: { updates: 150, batch: 16, learningRate: 0.005 }, updates: 4 },
};

describe("preference by settings", () => {
  it.each(["dpo", "ipo", "slic", "simpo"])(
    "learns from pairs by %s",
    async (use) => {
      const rows = await play("preference", {
        ...pairs,
        preference: { use },
        ...(use === "simpo" && { refers: false }),
      });
      expect(rows.length).toBe(154);
      const learnt = rows.slice(-4);
      expect(Math.max(...learnt.map(({ pairs: live }) => live as number))).toBeGreaterThan(0);
      expect(rows.at(-1)?.gradientNorm).toBeGreaterThan(0);
    },
    30_000,
  );

  it("names the losses it knows", async () => {
    const error = await play("preference", { ...pairs, preference: { use: "simp" } }).catch((e: Error) => e);
    expect((error as Error & { hint: string }).message).toMatch(/`preference\.use` to be one of dpo, .*got "simp"/);
    expect((error as Error & { hint: string }).hint).toBe("Did you mean `simpo`?");
  });
});

/** State as a file would give it back. */
const stored = (state: RunState): RunState => ({
  json: JSON.parse(JSON.stringify(state.json)) as Json,
  arrays: structuredClone(state.arrays),
});

describe("every run", () => {
  it.each<[string, object]>([
    ["off-policy", { ...agentOf("sac"), ...small, updates: 4 }],
    [
      "off-policy",
      { ...agentOf("dqn"), ...small, updates: 4, environment: { use: "cart-pole", normaliseObservations: {} } },
    ],
    ["offline", { ...agentOf("iql"), data: { use: "random", record: 50 }, steps: 5, updates: 4, batch: 8 }],
    ["q-table", { environment: corridor, steps: 20, updates: 4 }],
    ["evolution", { environment: corridor, steps: 10, updates: 4, search: { use: "cma-es", population: 4 } }],
    ["preference", { ...pairs, warmStart: { updates: 1, batch: 4 }, updates: 3 }],
  ])(
    "%s goes on from a saved state as if it had never stopped: %j",
    async (name, settings) => {
      const whole = await start(name, settings);
      await whole.update();
      await whole.update();
      const state = stored(whole.save());
      const rest = [await whole.update(), await whole.update()];
      const resumed = await start(name, settings);
      resumed.restore(state);
      expect([await resumed.update(), await resumed.update()]).toEqual(rest);
      expect(resumed.save()).toEqual(whole.save());
      for (const run of [whole, resumed]) run.close();
    },
    30_000,
  );

  it("has a name, and the nearest is said", () => {
    expect(() => startRunOf("off-polcy", library)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`run\` to be one of evolution, generation, off-policy, offline, policy-gradient, preference, q-table, tokens, got \`off-polcy\`.]`,
    );
  });
});

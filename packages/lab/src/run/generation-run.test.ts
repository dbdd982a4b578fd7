import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { credits } from "@guerdon/core/credit";
import { makeLibrary } from "@guerdon/core/piece";
import { schedulePresets, schedules } from "@guerdon/core/schedule";
import type { Json } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import type { Metrics, RunState } from "../experiment/run.ts";
import { worldSignal } from "../trainer/index.ts";
import { generationRun } from "./generation-run.ts";

const library = makeLibrary(
  [worldSignal, ...credits, ...advantages, ...schedules],
  [...advantagePresets, ...schedulePresets],
);
const start = (settings: object, seed = 1) => generationRun(library)(settings as Json, seed);

const small = {
  world: { use: "points", prompts: 4 },
  policy: { hidden: [32, 32] },
  match: { updates: 20, learningRate: 4e-3 },
  tune: { updates: 60, groups: 8, groupSize: 8, learningRate: 2e-3 },
  evaluation: { every: 20, count: 200 },
};

describe("a generation run by settings", () => {
  it("matches the data, then learns what is wanted", async () => {
    const run = await start(small);
    const rows: Metrics[] = [];
    while (run.updates < run.end) rows.push(await run.update());
    run.close();
    expect(rows).toHaveLength(80);
    const matched = rows[19] as Metrics;
    expect(matched.loss).toBeLessThan(rows[0]?.loss as number);
    expect(matched["evaluation.reward"]).toBeLessThan(0.35);
    const last = rows.at(-1) as Metrics;
    expect(last["evaluation.reward"]).toBeGreaterThan((matched["evaluation.reward"] as number) + 0.1);
    expect(last.klReference).toBeGreaterThan(0);
  });

  it("killed at any update and resumed gives the curve of one that was not", async () => {
    const brief = { ...small, match: { updates: 2, steps: 3 }, tune: { ...small.tune, updates: 3 } };
    const whole = await start(brief, 5);
    const states: RunState[] = [];
    const curve: Metrics[] = [];
    while (whole.updates < whole.end) {
      states.push(structuredClone(whole.save()) as RunState);
      curve.push(await whole.update());
    }
    const resumed = await start(brief, 5);
    for (const k of [3, 1, 2, 4]) {
      resumed.restore(states[k] as RunState);
      expect(resumed.updates).toBe(k);
      expect(resumed.save()).toEqual(states[k]);
      const rest: Metrics[] = [];
      while (resumed.updates < resumed.end) rest.push(await resumed.update());
      expect(rest).toEqual(curve.slice(k));
    }
    for (const run of [whole, resumed]) run.close();
  });

  it("says what is wrong with settings, and where", async () => {
    await expect(start({ world: { use: "point" } })).rejects.toThrow(
      "Expected `world.use` to be one of points, shapes, got `point`.",
    );
    await expect(start({ ...small, tune: { denoising: { noise: { kind: "much" } } } })).rejects.toThrow(
      "Expected `settings.tune.denoising.noise.kind` to be valid",
    );
  });
});

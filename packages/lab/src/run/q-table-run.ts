import type { Library } from "@guerdon/core/piece";
import { z } from "zod";
import type { StartRun } from "../experiment/run.ts";
import { type QTableSettings, startQTable } from "../trainer/index.ts";
import { makeEnvironment } from "./make-environment.ts";
import { defined, parseSettings, usedSchema } from "./named.ts";
import { scheduled, scheduleOf } from "./schedule-of.ts";

const settings = z.strictObject({
  environment: usedSchema,
  discount: z.number().min(0).max(1).default(0.99),
  steps: z.int().min(1).default(100),
  updates: z.int().min(1).default(100),
  next: z.enum(["best", "expected"]).optional(),
  exploration: scheduled.default(0.1),
  rate: z.number().positive().optional(),
  power: z.number().min(0).max(1).optional(),
});

/** Starts a run that learns values of actions in a table, from settings: Q-learning and expected Sarsa by `next`. */
export function qTableRun(library: Library): StartRun {
  return async (json, seed) => {
    const given = parseSettings("settings", settings, json);
    return startQTable(
      {
        ...defined(given),
        environment: await makeEnvironment(given.environment),
        exploration: scheduleOf(library, "exploration", given.exploration),
      } as QTableSettings,
      seed,
    );
  };
}

import { RewardError } from "@guerdon/core/error";
import type { Library } from "@guerdon/core/piece";
import { z } from "zod";
import type { Transitions } from "../dataset/index.ts";
import { type Environment, widthOf } from "../environment/index.ts";
import type { StartRun } from "../experiment/run.ts";
import { startOfflineRun } from "../trainer/index.ts";
import { agents } from "./agents.ts";
import { makeEnvironment } from "./make-environment.ts";
import { makeNamed, parseSettings, usedSchema } from "./named.ts";
import { evaluationOf, evaluationSettings } from "./off-policy-options.ts";
import { recordedData } from "./recorded-data.ts";

const count = z.int().min(1);

const settings = z.strictObject({
  /** What the data is of; it only judges. */
  environment: usedSchema,
  data: usedSchema,
  agent: usedSchema,
  discount: z.number().min(0).max(1).default(0.99),
  /** n of n-step returns, or returns to the end of each episode. */
  horizon: z.union([count, z.literal("episode")]).default(1),
  batch: count.default(64),
  steps: count.default(100),
  updates: count.default(100),
  evaluation: evaluationSettings.prefault({}),
});

/** Starts a run on transitions somebody else made, from settings: BC, AWR, IQL, CQL, TD3+BC by `agent`. */
export function offlineRun(library: Library): StartRun {
  return async (json, seed) => {
    const given = parseSettings("settings", settings, json);
    const { discount, horizon, batch, steps, updates } = given;
    const environment = await makeEnvironment(given.environment);
    const context = { environment: given.environment, library, seed };
    const transitions = await makeNamed("data", recordedData, given.data, context);
    checkData(transitions, environment);
    return startOfflineRun(
      {
        ...{ transitions, action: environment.action, discount, batch, steps, updates },
        agent: await makeNamed("agent", agents, given.agent, { environment, library }),
        horizon: horizon === "episode" ? Number.POSITIVE_INFINITY : horizon,
        evaluation: await evaluationOf(given.environment, environment, given.evaluation),
      },
      seed,
    );
  };
}

function checkData({ observationWidth, actionWidth }: Transitions, environment: Environment): void {
  const wanted = [environment.observations.length / environment.count, widthOf(environment.action)];
  if (observationWidth === wanted[0] && actionWidth === wanted[1]) return;
  throw new RewardError(
    "GUERDON_EXPERIMENT",
    `Expected \`data\` to have ${wanted[0]} numbers an observation and ${wanted[1]} an action, as ${environment.id} has, got ${observationWidth} and ${actionWidth}.`,
    { details: { observationWidth, actionWidth } },
  );
}

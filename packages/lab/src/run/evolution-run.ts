import { RewardError } from "@guerdon/core/error";
import type { Library } from "@guerdon/core/piece";
import { z } from "zod";
import type { StartRun } from "../experiment/run.ts";
import type { Search } from "../search/index.ts";
import { startSearchRun } from "../trainer/index.ts";
import { environmentReward } from "./environment-reward.ts";
import { makeEnvironment } from "./make-environment.ts";
import { makeNamed, parseSettings, usedSchema } from "./named.ts";
import { policies } from "./policies.ts";
import { rewardOf } from "./reward-of.ts";
import { searches } from "./searches.ts";

const settings = z.strictObject({
  environment: usedSchema,
  policy: usedSchema.default({ use: "mlp", hidden: [16], critic: false }),
  reward: z.looseObject({}).optional(),
  search: usedSchema.default({ use: "evolution-strategy" }),
  /** Terms of the reward that say of which kind a candidate is. */
  measures: z.array(z.string()).default([]),
  steps: z.int().min(1).default(200),
  updates: z.int().min(1).default(50),
  paired: z.boolean().default(true),
});

/** Searches that keep rows apart by measures. */
const BY_MEASURES: readonly string[] = ["map-elites", "novelty"];

/** Starts a search for the parameters of a policy, from settings: ES, CMA-ES, novelty and MAP-Elites by `search`. */
export function evolutionRun(library: Library): StartRun {
  return async (json, seed) => {
    const given = parseSettings("settings", settings, json);
    const { measures, steps, updates, paired, reward } = given;
    if (BY_MEASURES.includes(given.search.use) && measures.length === 0) throw noMeasures(given.search.use);
    const environment = await makeEnvironment(given.environment);
    const policy = await makeNamed("policy", policies, given.policy, environment);
    const program = rewardOf(library, reward ?? environmentReward(1, 1));
    const search = (start: Float64Array, own: number): Promise<Search> =>
      makeNamed("search", searches, given.search, { start, seed: own, measures: measures.length });
    return startSearchRun({ environment, policy, program, measures, steps, updates, paired, search }, seed);
  };
}

function noMeasures(use: string): RewardError {
  return new RewardError(
    "GUERDON_EXPERIMENT",
    `Expected \`measures\` to name terms of the reward for ${use}, got none.`,
  );
}

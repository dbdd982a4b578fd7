import { type PolicyLossInput, policyLossPresets } from "@guerdon/core/objective";
import type { Library } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import { denoising } from "../environment/index.ts";
import type { StartRun } from "../experiment/run.ts";
import { type DenoisingScheduleOptions, denoisingSchedule, flowPolicy, type Policy } from "../policy/index.ts";
import { adamw } from "../tensor/index.ts";
import { type FlowMatching, type PolicyGradientSettings, startGeneration } from "../trainer/index.ts";
import type { SampleWorld } from "../world/index.ts";
import { type GenerationSettings, generationSettings, type TuningSettings } from "./generation-settings.ts";
import { defined, makeNamed, parseSettings } from "./named.ts";
import { objectiveOf } from "./objective-of.ts";
import { rewardOf } from "./reward-of.ts";
import { sampleWorlds } from "./sample-worlds.ts";
import { scheduleOf } from "./schedule-of.ts";

/** Starts a generator from settings: a world of samples, a flow or diffusion policy, and rewards by a program. */
export function generationRun(library: Library): StartRun {
  return async (json, seed) => {
    const given = parseSettings("settings", generationSettings, json);
    const world = await makeNamed("world", sampleWorlds, given.world, undefined);
    const shape = { size: world.size, conditions: world.conditions, frequencies: given.policy.frequencies };
    const policy = flowPolicy({ ...shape, ...given.policy });
    const { every, steps, count, method } = given.evaluation;
    const { weights, ...rest } = given.match;
    const matching: FlowMatching = {
      world,
      policy,
      shape,
      path: given.path,
      ...defined(rest),
      ...(weights === undefined ? {} : { weights: defined(weights) }),
      updates: given.match.updates,
      batch: given.match.batch,
      optimiser: adamw(),
      learningRate: scheduleOf(library, "match.learningRate", given.match.learningRate),
    };
    const schedule = denoisingSchedule({ path: given.path, steps });
    return startGeneration(
      {
        matching,
        evaluation: { every, count, method, schedule },
        ...(given.tune === undefined ? {} : { tuning: tuningOf(library, world, policy, given, given.tune) }),
      },
      seed,
    );
  };
}

/** What samples are worth, against the others of their group. */
const WORLD_REWARD: Json = {
  reward: "samples",
  terms: { reward: { use: "world-signal" }, worth: { use: "reduce", of: "reward", by: "sum" } },
  total: "worth",
  advantage: "grpo",
};

function tuningOf(
  library: Library,
  world: SampleWorld,
  policy: Policy,
  { path, policy: { frequencies } }: GenerationSettings,
  tune: TuningSettings,
): PolicyGradientSettings {
  const { groups, groupSize, denoising: chain, sharedNoise, predicts, reward, objective, learningRate, ...rest } = tune;
  const schedule = { path, ...defined(chain) } as DenoisingScheduleOptions;
  const options = { world, ...schedule, groupSize, sharedNoise, predicts, frequencies };
  return {
    ...defined(rest),
    updates: tune.updates,
    environment: denoising(options, groups * groupSize),
    policy,
    optimiser: adamw(),
    program: rewardOf(library, reward ?? WORLD_REWARD),
    steps: chain.steps,
    groupSize,
    objective: objectiveOf<PolicyLossInput>("tune.objective", policyLossPresets, objective),
    learningRate: scheduleOf(library, "tune.learningRate", learningRate),
  };
}

import { type PolicyLossInput, policyLossPresets, type ValueLossOptions } from "@guerdon/core/objective";
import type { Library } from "@guerdon/core/piece";
import { z } from "zod";
import type { StartRun } from "../experiment/run.ts";
import { adamw } from "../tensor/index.ts";
import { type PolicyGradientSettings, startPolicyGradient } from "../trainer/index.ts";
import { environmentReward } from "./environment-reward.ts";
import { makeEnvironment } from "./make-environment.ts";
import { makeNamed, parseSettings, usedSchema } from "./named.ts";
import { objectiveOf } from "./objective-of.ts";
import { policies } from "./policies.ts";
import { rewardOf } from "./reward-of.ts";
import { scheduled, scheduleOf } from "./schedule-of.ts";

const settings = z.strictObject({
  environment: usedSchema,
  policy: usedSchema.default({ use: "mlp" }),
  reward: z.looseObject({}).optional(),
  /** Discount and λ of the advantages where `reward` is left out. */
  gamma: z.number().min(0).max(1).default(0.99),
  lambda: z.number().min(0).max(1).default(0.95),
  steps: z.int().min(1).default(128),
  updates: z.int().min(1).default(100),
  groupSize: z.int().min(1).optional(),
  objective: z.looseObject({}).default({}),
  clip: scheduled.optional(),
  critic: z.looseObject({}).optional(),
  /** Divergence from the policy at the start, as a loss. */
  kl: z.looseObject({}).optional(),
  entropyWeight: scheduled.optional(),
  learningRate: scheduled.default(1e-3),
  maxGradientNorm: z.number().positive().optional(),
  epochs: z.int().min(1).default(4),
  minibatch: z.int().min(1).optional(),
  normalise: z.boolean().default(true),
  targetKl: z.number().positive().optional(),
});

/** Starts a policy-gradient run from settings: environment, policy, reward, objective and optimiser by name. */
export function policyGradientRun(library: Library): StartRun {
  return async (json, seed) => {
    const given = parseSettings("settings", settings, json);
    const { gamma, lambda, reward, objective, critic, groupSize, minibatch, maxGradientNorm, targetKl } = given;
    const environment = await makeEnvironment(given.environment);
    const policy = await makeNamed("policy", policies, given.policy, environment);
    const rate = (place: "clip" | "entropyWeight" | "learningRate") => {
      const value = given[place];
      return value === undefined ? {} : { [place]: scheduleOf(library, place, value) };
    };
    return startPolicyGradient(
      {
        environment,
        policy,
        optimiser: adamw({ epsilon: 1e-5 }), // Huang et al. 2022, detail 3
        program: rewardOf(library, reward ?? environmentReward(gamma, lambda)),
        steps: given.steps,
        updates: given.updates,
        epochs: given.epochs,
        normalise: given.normalise,
        objective: objectiveOf<PolicyLossInput>("objective", policyLossPresets, objective),
        learningRate: scheduleOf(library, "learningRate", given.learningRate),
        ...rate("clip"),
        ...rate("entropyWeight"),
        ...(critic === undefined ? {} : { critic: critic as Partial<ValueLossOptions> }),
        ...(given.kl === undefined ? {} : { kl: given.kl as PolicyGradientSettings["kl"] & object }),
        ...(groupSize === undefined ? {} : { groupSize }),
        ...(minibatch === undefined ? {} : { minibatch }),
        ...(maxGradientNorm === undefined ? {} : { maxGradientNorm }),
        ...(targetKl === undefined ? {} : { targetKl }),
      },
      seed,
    );
  };
}

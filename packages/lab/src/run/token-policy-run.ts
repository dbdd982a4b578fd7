import type { PolicyLossInput } from "@guerdon/core/objective";
import type { Library } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { StartRun } from "../experiment/run.ts";
import { adamw } from "../tensor/index.ts";
import { startTokenRun } from "../trainer/index.ts";
import { loadTokenModel, transformerSettings } from "./load-token-model.ts";
import { parseSettings, usedSchema } from "./named.ts";
import { rewardOf } from "./reward-of.ts";
import { scheduled, scheduleOf } from "./schedule-of.ts";

const settings = z.strictObject({
  world: usedSchema,
  policy: transformerSettings,
  /** File of parameters to start from. */
  start: z.string().optional(),
  reward: z.looseObject({}).optional(),
  updates: z.int().min(0).default(200),
  prompts: z.int().min(1).default(16),
  perPrompt: z.int().min(2).default(8),
  minibatches: z.int().min(1).default(1),
  epochs: z.int().min(1).default(1),
  learningRate: scheduled.default(1e-3),
  maxGradientNorm: z.number().positive().default(1),
  objective: z.looseObject({}).default({}),
  entropyWeight: z.number().min(0).optional(),
  kl: z
    .strictObject({ estimator: z.enum(["k1", "k2", "k3"]).optional(), beta: z.number().min(0).optional() })
    .optional(),
  temperature: z.number().positive().default(1),
  warmStart: z
    .strictObject({
      updates: z.int().min(1).default(200),
      batch: z.int().min(1).default(64),
      learningRate: scheduled.default(2e-3),
    })
    .optional(),
  evaluation: z.strictObject({ every: z.int().min(1).default(20), prompts: z.int().min(1).default(128) }).optional(),
});

/** Being right, and nothing else, relative to the other completions of the prompt. */
const CORRECT: Json = {
  reward: "correct",
  terms: { correct: { use: "world-signal", level: "rollout" } },
  total: "correct",
  advantage: { use: "group-relative" },
};

/** Starts a run of a small language model on a token world from settings. */
export function tokenPolicyRun(library: Library): StartRun {
  return async (json, seed) => {
    const given = parseSettings("settings", settings, json);
    const {
      world,
      policy,
      start,
      reward,
      learningRate,
      objective,
      kl,
      entropyWeight,
      warmStart,
      evaluation,
      temperature,
      ...loop
    } = given;
    const model = await loadTokenModel({ world, policy, seed, ...(start === undefined ? {} : { start }) });
    return startTokenRun(
      {
        ...loop,
        world: model.world,
        policy: model.policy,
        ...(start === undefined ? {} : { parameters: model.parameters }),
        program: rewardOf(library, reward ?? CORRECT),
        objective: objective as PolicyLossInput,
        optimiser: adamw(),
        learningRate: scheduleOf(library, "learningRate", learningRate),
        sampling: { temperature },
        ...(kl === undefined
          ? {}
          : { kl: Object.fromEntries(Object.entries(kl).filter(([, value]) => value !== undefined)) }),
        ...(entropyWeight === undefined ? {} : { entropyWeight }),
        ...(warmStart === undefined
          ? {}
          : {
              warmStart: {
                ...warmStart,
                learningRate: scheduleOf(library, "warmStart.learningRate", warmStart.learningRate),
              },
            }),
        ...(evaluation === undefined ? {} : { evaluation }),
      },
      seed,
    );
  };
}

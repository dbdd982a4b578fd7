import type { Library } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import { adamw } from "../tensor/index.ts";
import type { TokenLoop } from "../trainer/index.ts";
import { loadTokenModel, transformerSettings } from "./load-token-model.ts";
import { usedSchema } from "./named.ts";
import { rewardOf } from "./reward-of.ts";
import { type ScheduledJson, scheduled, scheduleOf } from "./schedule-of.ts";

/** What all learning on token worlds is told by settings, once read. */
export interface TokenLoopOptions
  extends Pick<TokenLoop, "updates" | "prompts" | "perPrompt" | "epochs" | "maxGradientNorm" | "evaluation"> {
  readonly world: { readonly use: string };
  readonly policy: object;
  readonly start?: string;
  readonly reward?: object;
  readonly learningRate: ScheduledJson;
  readonly temperature: number;
  readonly warmStart?: { readonly updates: number; readonly batch: number; readonly learningRate: ScheduledJson };
}

/** The schema of `TokenLoopOptions`, by name. */
export const tokenLoopShape: z.ZodRawShape = {
  world: usedSchema,
  policy: transformerSettings,
  /** File of parameters to start from. */
  start: z.string().optional(),
  reward: z.looseObject({}).optional(),
  updates: z.int().min(0).default(200),
  prompts: z.int().min(1).default(16),
  perPrompt: z.int().min(2).default(8),
  epochs: z.int().min(1).default(1),
  learningRate: scheduled.default(1e-3),
  maxGradientNorm: z.number().positive().default(1),
  temperature: z.number().positive().default(1),
  warmStart: z
    .strictObject({
      updates: z.int().min(1).default(200),
      batch: z.int().min(1).default(64),
      learningRate: scheduled.default(2e-3),
    })
    .optional(),
  evaluation: z.strictObject({ every: z.int().min(1).default(20), prompts: z.int().min(1).default(128) }).optional(),
};

/** Being right, and nothing else, relative to the other completions of the prompt. */
const CORRECT: Json = {
  reward: "correct",
  terms: { correct: { use: "world-signal", level: "rollout" } },
  total: "correct",
  advantage: { use: "group-relative" },
};

/** The parts that settings of a run on a token world name. */
export async function tokenLoopOf(library: Library, given: TokenLoopOptions, seed: number): Promise<TokenLoop> {
  const { world, policy, start, reward, learningRate, warmStart, temperature, ...loop } = given;
  const model = await loadTokenModel({ world, policy, seed, ...(start === undefined ? {} : { start }) });
  const rate = (place: string, json: ScheduledJson) => scheduleOf(library, place, json);
  return {
    ...loop,
    world: model.world,
    policy: model.policy,
    ...(start === undefined ? {} : { parameters: model.parameters }),
    program: rewardOf(library, reward ?? CORRECT),
    optimiser: adamw(),
    learningRate: rate("learningRate", learningRate),
    sampling: { temperature },
    ...(warmStart === undefined
      ? {}
      : { warmStart: { ...warmStart, learningRate: rate("warmStart.learningRate", warmStart.learningRate) } }),
  };
}

import type { Library } from "@guerdon/core/piece";
import { z } from "zod";
import type { Environment, NormalisedEnvironment } from "../environment/index.ts";
import type { OffPolicyEvaluation, OffPolicySettings } from "../trainer/index.ts";
import { agents } from "./agents.ts";
import { makeEnvironment } from "./make-environment.ts";
import { defined, makeNamed, usedSchema } from "./named.ts";

const count = z.int().min(1);

/** How often the best actions are played from fresh starts. */
export const evaluationSettings: z.ZodType<
  { readonly every: number; readonly episodes: number },
  { readonly every?: number | undefined; readonly episodes?: number | undefined }
> = z.strictObject({ every: count.default(10), episodes: count.default(1) });

/** What learning from a memory of one's own past is told by settings, once read. */
export interface OffPolicyOptions
  extends Pick<
    OffPolicySettings,
    "discount" | "steps" | "updates" | "memory" | "batch" | "horizon" | "priorities" | "learnSteps" | "warmup"
  > {
  readonly environment: { readonly use: string };
  readonly agent: { readonly use: string };
  readonly evaluation?: { readonly every: number; readonly episodes: number };
}

/** The schema of `OffPolicyOptions`, by name. */
export const offPolicyShape: z.ZodRawShape = {
  environment: usedSchema,
  agent: usedSchema,
  discount: z.number().min(0).max(1).default(0.99),
  steps: count.default(100),
  updates: count.default(100),
  memory: count.default(10_000),
  batch: count.default(64),
  horizon: count.optional(),
  priorities: z
    .strictObject({
      exponent: z.number().min(0).default(0.6), // Schaul et al. 2016, table 3
      correction: z.number().min(0).max(1).default(0.4),
      floor: z.number().positive().default(1e-6),
    })
    .optional(),
  learnSteps: z.number().positive().optional(),
  warmup: z.int().min(0).optional(),
  evaluation: evaluationSettings.optional(),
};

/** The parts that settings of an off-policy run name. */
export async function offPolicyOf(library: Library, given: OffPolicyOptions): Promise<OffPolicySettings> {
  const environment = await makeEnvironment(given.environment);
  const { evaluation, horizon, priorities, learnSteps, warmup } = given;
  const { discount, steps, updates, memory, batch } = given;
  return {
    ...{ environment, discount, steps, updates, memory, batch },
    agent: await makeNamed("agent", agents, given.agent, { environment, library }),
    ...defined({ horizon, priorities, learnSteps, warmup }),
    ...(evaluation === undefined ? {} : { evaluation: await evaluationOf(given.environment, environment, evaluation) }),
  };
}

/** An environment like that of training, which sees by its moments. */
export async function evaluationOf(
  used: { readonly use: string },
  training: Environment | NormalisedEnvironment,
  { every, episodes }: { readonly every: number; readonly episodes: number },
): Promise<OffPolicyEvaluation> {
  const moments = "moments" in training ? training.moments : undefined;
  return { environment: await makeEnvironment(used, moments), every, episodes };
}

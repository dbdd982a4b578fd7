import type { KlOptions, RewardWeightsOptions } from "@guerdon/core/objective";
import { z } from "zod";
import type { PathName, StepNoise } from "../policy/index.ts";
import type { Activation } from "../tensor/index.ts";
import { usedSchema } from "./named.ts";
import { type ScheduledJson, scheduled } from "./schedule-of.ts";

type Given<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** How a generator is matched to data. */
interface MatchSettings {
  readonly updates: number;
  /** Steps of the optimiser in an update. */
  readonly steps: number;
  readonly batch: number;
  readonly times: "uniform" | "logit-normal";
  readonly learningRate: ScheduledJson;
  readonly maxGradientNorm?: number | undefined;
  /** Weights of examples by reward. */
  readonly weights?: Given<RewardWeightsOptions> | undefined;
}

/** How it is tuned by rewards. */
export interface TuningSettings {
  readonly updates: number;
  readonly groups: number;
  readonly groupSize: number;
  readonly denoising: {
    readonly steps: number;
    readonly noise: Given<StepNoise> & Pick<StepNoise, "kind">;
    readonly shift?: number | undefined;
  };
  readonly sharedNoise: boolean;
  readonly predicts: boolean;
  readonly reward?: object | undefined;
  readonly objective: object;
  /** Divergence from the matched model, as a loss; β 0 measures it. */
  readonly kl: Pick<KlOptions, "beta" | "estimator" | "gradientOf">;
  readonly learningRate: ScheduledJson;
  readonly maxGradientNorm: number;
  readonly epochs: number;
  readonly minibatch?: number | undefined;
}

/** Settings of a generation run. */
export interface GenerationSettings {
  readonly world: z.output<typeof usedSchema>;
  readonly path: PathName;
  readonly policy: {
    readonly hidden: readonly number[];
    readonly activation: Activation;
    readonly frequencies: number;
    readonly density: "sum" | "mean";
  };
  readonly match: MatchSettings;
  /** Absent: matching alone. */
  readonly tune?: TuningSettings | undefined;
  readonly evaluation: {
    readonly every: number;
    readonly steps: number;
    readonly count: number;
    readonly method: "euler" | "heun";
  };
}

const noise = z.strictObject({
  kind: z.enum(["none", "constant", "scaled", "preserving", "ancestral"]),
  level: z.number().min(0).optional(),
  scale: z.array(z.number().min(0)).optional(),
});

const match = z.strictObject({
  updates: z.int().min(1).default(30),
  steps: z.int().min(1).default(50),
  batch: z.int().min(1).default(128),
  times: z.enum(["uniform", "logit-normal"]).default("uniform"),
  learningRate: scheduled.default(2e-3),
  maxGradientNorm: z.number().positive().optional(),
  weights: z
    .strictObject({
      temperature: z.number().positive().optional(),
      normalise: z.enum(["batch", "none"]).optional(),
      maxWeight: z.number().positive().nullable().optional(),
    })
    .optional(),
});

const tune = z.strictObject({
  updates: z.int().min(1).default(100),
  groups: z.int().min(1).default(12),
  groupSize: z.int().min(1).default(16),
  denoising: z
    .strictObject({
      steps: z.int().min(1).default(10),
      noise: noise.default({ kind: "scaled", level: 0.7 }), // 079 §Mechanism 5
      shift: z.number().positive().optional(),
    })
    .prefault({}),
  sharedNoise: z.boolean().default(true),
  predicts: z.boolean().default(false),
  reward: z.looseObject({}).optional(),
  objective: z.looseObject({}).default({}),
  kl: z
    .strictObject({
      beta: z.number().min(0).default(0),
      estimator: z.enum(["k1", "k2", "k3"]).default("k1"),
      gradientOf: z.enum(["itself", "k2"]).default("k2"),
    })
    .prefault({}),
  learningRate: scheduled.default(1e-3),
  maxGradientNorm: z.number().positive().default(1),
  epochs: z.int().min(1).default(1),
  minibatch: z.int().min(1).optional(),
});

/** Their schema. */
export const generationSettings: z.ZodType<GenerationSettings, unknown> = z.strictObject({
  world: usedSchema,
  path: z.enum(["velocity", "noise"]).default("velocity"),
  policy: z
    .strictObject({
      hidden: z.array(z.int().min(1)).default([64, 64]),
      activation: z.enum(["tanh", "relu", "silu"]).default("tanh"),
      frequencies: z.int().min(0).default(2),
      density: z.enum(["sum", "mean"]).default("sum"),
    })
    .prefault({}),
  match: match.prefault({}),
  tune: tune.optional(),
  evaluation: z
    .strictObject({
      every: z.int().min(1).default(10),
      steps: z.int().min(1).default(20),
      count: z.int().min(1).default(256),
      method: z.enum(["euler", "heun"]).default("euler"),
    })
    .prefault({}),
});

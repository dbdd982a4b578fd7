import type { RewardWeightsOptions } from "@guerdon/core/objective";
import type { Library } from "@guerdon/core/piece";
import { z } from "zod";
import type { Environment } from "../environment/index.ts";
import { adamw } from "../tensor/index.ts";
import {
  type ActorCriticSettings,
  actorCritic,
  type MakeAgent,
  type OfflineAdvantageSettings,
  offlineRegression,
  qLearner,
} from "../trainer/index.ts";
import { AGENT_PRESETS, type AgentPreset } from "./agent-presets.ts";
import { defined, type Maker, type Makers, makeNamed, parseSettings, usedSchema } from "./named.ts";
import { policies } from "./policies.ts";
import { scheduled, scheduleOf } from "./schedule-of.ts";

/** What an agent is made for. */
export interface AgentContext {
  readonly environment: Environment;
  readonly library: Library;
}

const share = z.number().min(0).max(1);
const network = {
  hidden: z.array(z.int().min(1)).optional(),
  activation: z.enum(["tanh", "relu"]).optional(),
};
const learning = {
  ...network,
  learningRate: scheduled.default(1e-3),
  maxGradientNorm: z.number().positive().optional(),
};

/** The named settings as schedules, where they are given. */
function schedulesOf<K extends string>(
  library: Library,
  given: { readonly [name in K]?: unknown },
  names: readonly K[],
): { [name in K]?: ReturnType<typeof scheduleOf> } {
  const entries = names
    .filter((name) => given[name] !== undefined)
    .map((name) => [name, scheduleOf(library, `agent.${name}`, given[name] as number)] as const);
  return Object.fromEntries(entries) as { [name in K]?: ReturnType<typeof scheduleOf> };
}

const values: Maker<MakeAgent, AgentContext> = {
  summary: "values of discrete actions, of which the best is taken",
  options: z.strictObject({
    ...learning,
    dueling: z.boolean().default(false),
    double: z.boolean().default(true),
    huber: z.number().positive().optional(),
    conservatism: z.number().min(0).optional(),
    target: z.strictObject({ rate: share.default(0.01), every: z.int().min(1).default(1) }).prefault({}),
    exploration: scheduled.default(0.1),
  }),
  make: (given, { library }) =>
    qLearner({ ...defined(given), ...schedulesOf(library, given, ["learningRate", "exploration"]) } as never),
};

const critics: Maker<MakeAgent, AgentContext> = {
  summary: "critics of bounded real actions, and an actor that climbs them",
  options: z.strictObject({
    ...learning,
    critics: z.int().min(1).optional(),
    draws: z.boolean().default(true),
    temperature: z
      .union([
        z.number().min(0),
        z.strictObject({
          start: z.number().positive().default(1),
          learningRate: z.number().min(0).default(1e-3),
          target: z.number().optional(),
        }),
      ])
      .optional(),
    noise: scheduled.optional(),
    smoothing: z.strictObject({ deviation: z.number().min(0), limit: z.number().min(0) }).optional(),
    slowActor: z.boolean().optional(),
    climbs: z.enum(["least", "first"]).optional(),
    actorEvery: z.int().min(1).optional(),
    targetRate: share.default(0.005),
    conservatism: z
      .strictObject({ weight: z.number().min(0), samples: z.int().min(1).max(64).optional() })
      .transform((given) => defined(given))
      .optional(),
    cloning: z.number().positive().optional(),
    actorLearningRate: scheduled.optional(),
  }),
  make: (given, { library }) =>
    actorCritic({
      ...defined(given),
      ...schedulesOf(library, given, ["learningRate", "noise", "actorLearningRate"]),
    } as ActorCriticSettings),
};

const regression: Maker<MakeAgent, AgentContext> = {
  summary: "a policy fitted to the actions of data, weighed by advantages",
  options: z.strictObject({
    policy: usedSchema.default({ use: "mlp", critic: false }),
    learningRate: scheduled.default(1e-3),
    maxGradientNorm: z.number().positive().optional(),
    advantage: z
      .strictObject({
        ...network,
        from: z.enum(["returns", "action-values"]),
        expectile: z.number().gt(0).lt(1).optional(),
        critics: z.int().min(1).optional(),
        targetRate: share.optional(),
        learningRate: scheduled.default(1e-3),
      })
      .optional(),
    weights: z
      .strictObject({
        temperature: z.number().positive().optional(),
        maxWeight: z.number().positive().optional(),
        normalise: z.enum(["batch", "none"]).optional(),
      })
      .optional(),
  }),
  make: async (given, { environment, library }) => {
    const policy = await makeNamed("agent.policy", policies, given.policy, environment);
    const { advantage, weights, maxGradientNorm } = given;
    const learnt = advantage && { ...defined(advantage), ...schedulesOf(library, advantage, ["learningRate"]) };
    return offlineRegression({
      ...{ policy, optimiser: adamw() },
      learningRate: scheduleOf(library, "agent.learningRate", given.learningRate),
      ...(maxGradientNorm === undefined ? {} : { maxGradientNorm }),
      ...(learnt === undefined ? {} : { advantage: learnt as OfflineAdvantageSettings }),
      ...(weights === undefined ? {} : { weights: defined(weights) as Partial<RewardWeightsOptions> }),
    });
  },
};

const KINDS: Makers<MakeAgent, AgentContext> = { "q-learner": values, "actor-critic": critics, regression };

/** A method is settings of a kind; what is given beside its name replaces them. */
function presetOf({ of, settings, summary }: AgentPreset): Maker<MakeAgent, AgentContext> {
  const kind = KINDS[of] as Maker<MakeAgent, AgentContext>;
  return {
    summary,
    options: z.looseObject({}),
    make: (given, context) => kind.make(parseSettings("agent", kind.options, { ...settings, ...given }), context),
  };
}

/** Agents that settings may name: three kinds, and the methods that are settings of them. */
export const agents: Makers<MakeAgent, AgentContext> = {
  ...KINDS,
  ...Object.fromEntries(Object.entries(AGENT_PRESETS).map(([name, preset]) => [name, presetOf(preset)])),
};

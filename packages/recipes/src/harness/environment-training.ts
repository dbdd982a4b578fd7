import type { PolicyLossInput, ValueLossOptions } from "@guerdon/core/objective";
import { compileProgram, type ProgramSpec } from "@guerdon/core/program";
import { type Dynamics, type Environment, vectorise } from "@guerdon/lab/environment";
import type { Policy } from "@guerdon/lab/policy";
import { adamw, sgd } from "@guerdon/lab/tensor";
import { startPolicyGradient } from "@guerdon/lab/trainer";
import type { RunArm } from "./recipe.ts";
import { scheduledBy, type Used } from "./used.ts";

/** What an arm says of a training on an environment. */
export interface EnvironmentSettings<E = unknown, P = unknown> {
  /** Terms named after signals of the environment, `reward`, `values` and `bootstrap` have the piece `world-signal`. */
  readonly reward: Omit<ProgramSpec, "reward">;
  /** Copies that step together. */
  readonly copies: number;
  /** Steps of each copy in an update. */
  readonly steps: number;
  readonly updates: number;
  /** Copies that are one group; all of an update when absent. */
  readonly groupSize?: number;
  readonly learningRate: number | Used;
  /** Default: plain gradient steps. */
  readonly optimiser?: "sgd" | "adamw";
  readonly objective?: PolicyLossInput;
  readonly critic?: Partial<ValueLossOptions>;
  readonly entropyWeight?: number | Used;
  readonly maxGradientNorm?: number;
  readonly epochs?: number;
  readonly minibatch?: number;
  readonly normalise?: boolean;
  readonly targetKl?: number;
  /** Options of the environment and of the policy. */
  readonly environment?: E;
  readonly policy?: P;
}

/** Policy gradient on an environment: REINFORCE, RLOO, GRPO, A2C and PPO are settings. */
export function environmentTraining<E = unknown, P = unknown>(made: {
  environment(options: E): Dynamics;
  policy(environment: Environment, options: P): Policy;
}): RunArm<EnvironmentSettings<E, P>> {
  return (settings, seed, library) => {
    const { reward, copies, learningRate, entropyWeight, optimiser = "sgd", objective = {}, ...rest } = settings;
    const { environment: options, policy, ...loop } = rest;
    const environment = vectorise(made.environment(options as E), copies);
    return startPolicyGradient(
      {
        ...loop,
        environment,
        policy: made.policy(environment, policy as P),
        program: compileProgram({ reward: "recipe", ...reward }, library),
        optimiser: optimiser === "sgd" ? sgd() : adamw(),
        learningRate: scheduledBy(library, learningRate),
        objective,
        ...(entropyWeight === undefined ? {} : { entropyWeight: scheduledBy(library, entropyWeight) }),
      },
      seed,
    );
  };
}

import { compileProgram } from "@guerdon/core/program";
import { type Dynamics, type Environment, oneEpisode, sameStarts, vectorise } from "@guerdon/lab/environment";
import type { Policy } from "@guerdon/lab/policy";
import { adamw, sgd } from "@guerdon/lab/tensor";
import { evaluatedRun, type RunEvaluation, stagedRun, startPolicyGradient } from "@guerdon/lab/trainer";
import type { EnvironmentSettings } from "./environment-training.ts";
import type { RunArm } from "./recipe.ts";
import { scheduledBy } from "./used.ts";

/** What an arm says of a training in stages; `updates` are those of a stage. */
export interface StagedSettings<S = unknown>
  extends Pick<
    EnvironmentSettings,
    "reward" | "copies" | "steps" | "updates" | "learningRate" | "optimiser" | "objective"
  > {
  /** G: copies that play the same task. */
  readonly groupSize: number;
  /** What the tasks of each stage are made of. */
  readonly stages: readonly S[];
  readonly evaluation: { readonly every: number; readonly episodes: number };
}

/**
 * Policy gradient in stages: an update is one episode of each copy, groups of copies play the same task, and a stage goes
 * on with the policy of the one before. Whole episodes of `evaluation` are played now and then: metrics `evaluated.NAME`.
 */
export function stagedTraining<S>(made: {
  environment(stage: S, library: Parameters<RunArm>[2]): Dynamics;
  evaluation(): Dynamics;
  policy(environment: Environment): Policy;
  tell?: RunEvaluation["tell"];
}): RunArm<StagedSettings<S>> {
  return async (settings, seed, library) => {
    const { reward, copies, stages, groupSize, learningRate, optimiser = "sgd", objective = {}, ...rest } = settings;
    const { evaluation, ...loop } = rest;
    const runs = stages.map((stage, k) => {
      const episode = oneEpisode(made.environment(stage, library), settings.steps);
      const environment = vectorise(sameStarts(episode, groupSize), copies);
      return startPolicyGradient(
        {
          ...loop,
          groupSize,
          environment,
          policy: made.policy(environment),
          program: compileProgram({ reward: "recipe", ...reward }, library),
          optimiser: optimiser === "sgd" ? sgd() : adamw(),
          learningRate: scheduledBy(library, learningRate),
          objective,
        },
        seed + k * 1000,
      );
    });
    const environment = vectorise(made.evaluation(), evaluation.episodes);
    const tell = made.tell === undefined ? {} : { tell: made.tell };
    const tried = { environment, policy: made.policy(environment), every: evaluation.every, ...tell };
    return evaluatedRun(stagedRun(await Promise.all(runs)), tried, seed);
  };
}

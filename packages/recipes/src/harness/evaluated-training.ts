import { type Dynamics, type Environment, vectorise } from "@guerdon/lab/environment";
import type { Policy } from "@guerdon/lab/policy";
import { evaluatedRun, type PolicyGradientRun, type RunEvaluation } from "@guerdon/lab/trainer";
import { type EnvironmentSettings, environmentTraining } from "./environment-training.ts";
import type { RunArm } from "./recipe.ts";

/** What an arm says of a training whose policy is tried out in an environment of its own. */
export interface EvaluatedSettings<E = unknown, P = unknown> extends EnvironmentSettings<E, P> {
  /** Updates between two evaluations, and episodes of each. */
  readonly evaluation: { readonly every: number; readonly episodes: number };
}

/** `environmentTraining` with whole episodes of `evaluation` now and then: metrics `evaluated.NAME`. */
export function evaluatedTraining<E = unknown, P = unknown>(made: {
  environment(options: E): Dynamics;
  /** The task as it is judged. */
  evaluation(options: E): Dynamics;
  policy(environment: Environment, options: P): Policy;
  tell?: RunEvaluation["tell"];
}): RunArm<EvaluatedSettings<E, P>> {
  const training = environmentTraining<E, P>(made);
  return async ({ evaluation, ...settings }, seed, library) => {
    const run = (await training(settings, seed, library)) as PolicyGradientRun;
    const environment = vectorise(made.evaluation(settings.environment as E), evaluation.episodes);
    const policy = made.policy(environment, settings.policy as P);
    const { every } = evaluation;
    return evaluatedRun(
      run,
      { environment, policy, every, ...(made.tell === undefined ? {} : { tell: made.tell }) },
      seed,
    );
  };
}

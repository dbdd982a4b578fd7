import type { HostTree, Learner, LearnerSettings, Model, Optimiser } from "../tensor/index.ts";

/** What acting on N rows gives. */
export interface Acted {
  /** [N, A] as drawn: what `model` is asked about. */
  readonly drawn: Float64Array;
  /** [N, A] as an environment takes them. */
  readonly actions: Float64Array;
  /** [N] log π of what was drawn. */
  readonly logProbs: Float64Array;
  /** [N] values of the observations; zeros without a critic. */
  readonly values: Float64Array;
}

/** Where the randomness of a step comes from: a stream, and the number of the step in it. */
export interface StepDraw {
  readonly key: number;
  readonly step: number;
}

/** A policy on the host for a fixed number N of rows: plain loops over typed arrays, no allocation. */
export interface Actor {
  /** [N, H] what the policy remembers of each row; empty for most. */
  readonly memory: Float32Array;
  load(parameters: HostTree): void;
  /** @param legal - [N, W] 1 for choices that are legal */
  act(observations: Float32Array, into: Acted, draw: StepDraw, legal?: Uint8Array): void;
  /** Writes the most likely actions instead of drawn ones. */
  best(observations: Float32Array, into: Acted, legal?: Uint8Array): void;
  /** Values of observations after those acted on last; what is remembered stays. */
  values(observations: Float32Array, into: Float64Array): void;
  /** Forgets the rows where `ended` is 1. */
  forget(ended: Uint8Array): void;
}

/**
 * A distribution over actions for each observation, twice: a model to train, and an actor to act with.
 *
 * The model's inputs are `observations` [B, O], `actions` [B] or [B, A], where some are illegal `legal` [B, W]; a policy
 * with memory reads [B, T, O], `keep` [B, T] (0 where an episode begins) and `memory` [B, H] at the first step.
 * Its outputs are `logProbs`, `entropy` and, with a critic, `values`, a number each for each row.
 */
export interface Policy {
  readonly id: `${string}@${number}`;
  readonly model: Model;
  readonly observationWidth: number;
  readonly actionWidth: number;
  readonly integers: boolean;
  readonly hasValues: boolean;
  /** H */
  readonly memoryWidth: number;
  actor(count: number): Actor;
  /** A learner faster than the tensor engine's, where there is one for the policy and the optimiser. */
  learner?(optimiser: Optimiser, settings: LearnerSettings): Learner | undefined;
}

/** Room for what acting on N rows of actions of a width gives. */
export function actedRows(count: number, actionWidth: number): Acted {
  return {
    drawn: new Float64Array(count * actionWidth),
    actions: new Float64Array(count * actionWidth),
    logProbs: new Float64Array(count),
    values: new Float64Array(count),
  };
}

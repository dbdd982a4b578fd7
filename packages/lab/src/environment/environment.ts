/** What a number or a row of numbers may be. */
export type Space =
  /** One whole number, 0 … size − 1. */
  | { readonly kind: "discrete"; readonly size: number }
  /** Several whole numbers, each with its own number of choices. */
  | { readonly kind: "multi-discrete"; readonly sizes: readonly number[] }
  /** Real numbers between bounds that may be infinite. */
  | { readonly kind: "box"; readonly low: readonly number[]; readonly high: readonly number[] };

/** All that a run of an environment has that changes, one array per quantity. */
export type EnvironmentState = readonly Float64Array[];

/**
 * N copies of one environment that step together, with the meaning Gymnasium gives to its words.
 *
 * The columns belong to the environment and are overwritten by `reset` and `step`. A copy that ends starts anew in
 * the same step: its row of `observations` is the first of the next episode, its row of `finalObservations` the last
 * of the one that ended. What is random depends on the seed, the copy and the number of draws alone.
 */
export interface Environment {
  readonly id: `${string}@${number}`;
  /** N */
  readonly count: number;
  readonly observation: Space;
  readonly action: Space;
  /** [N, O] what each copy shows. */
  readonly observations: Float32Array;
  /** [N, O] the last observation of each copy that ended in this step. */
  readonly finalObservations: Float32Array;
  /** [N] reward of the step. */
  readonly rewards: Float64Array;
  /** [N] what was earned before it was scaled for learning, which runs report; `rewards` where absent. */
  readonly earned?: Float64Array;
  /** [N] 1 where the episode reached an end of the task. */
  readonly terminated: Uint8Array;
  /** [N] 1 where it was cut off from outside, by a limit of time. */
  readonly truncated: Uint8Array;
  /** [N, A] 1 for the actions that are legal now; absent when all are. */
  readonly legal?: Uint8Array;
  /** [N] each: further quantities of the step by name, such as a true reward the policy does not see. */
  readonly signals: { readonly [name: string]: Float64Array };
  reset(seed: number): void;
  /** @param actions - [N] for discrete, [N, A] otherwise */
  step(actions: ArrayLike<number>): void;
  /** A copy of everything that changes; `restore` of it continues bit by bit. */
  save(): EnvironmentState;
  restore(state: EnvironmentState): void;
  /** Frees what the engine behind it holds. */
  close?(): void;
}

/** Numbers a row of a space has. */
export function widthOf(space: Space): number {
  if (space.kind === "discrete") return 1;
  return space.kind === "multi-discrete" ? space.sizes.length : space.low.length;
}

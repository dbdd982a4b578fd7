/** Transitions somebody made, episode after episode, in columns. */
export interface Transitions {
  readonly count: number;
  readonly observationWidth: number;
  readonly actionWidth: number;
  /** [T, O] */
  readonly observations: Float32Array;
  /** [T, A] as the environment took them. */
  readonly actions: Float32Array;
  /** [T] */
  readonly rewards: Float64Array;
  /** [T, O] */
  readonly nextObservations: Float32Array;
  /** [T] 0 where the episode went on, 1 where it reached an end, 2 where it was cut off. */
  readonly ends: Uint8Array;
  /** [E + 1] where episodes begin. */
  readonly offsets: Int32Array;
}

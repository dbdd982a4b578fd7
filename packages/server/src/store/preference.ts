/** One of two rollouts was preferred to the other, by a comparator or a person. */
export interface Preference {
  /** Unique in the store, so that a retry adds nothing. */
  readonly key: string;
  readonly run: string;
  /** Ids of the two rollouts, of one group. */
  readonly chosen: string;
  readonly rejected: string;
  /** Probability, in [0, 1], that `chosen` is the better one; 0.5 says nothing. */
  readonly strength: number;
  /** Who says so: id of the comparator, or name of the person. */
  readonly judge: string;
}

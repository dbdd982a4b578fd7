/** One curve, or one set of bars. */
export interface Series {
  readonly kind: "curve" | "bars";
  /** Where each value stands: the input, the training step, or the number of the member from 1. */
  readonly at: readonly number[];
  /** Missing values are null. */
  readonly values: readonly (number | null)[];
  /** What each bar comes from: rows of values shown below the bars. */
  readonly given?: readonly GivenRow[];
  readonly xLabel: string;
  readonly yLabel: string;
}

export interface GivenRow {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

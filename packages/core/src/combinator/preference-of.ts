export interface PairOfRollouts {
  readonly i: number;
  readonly j: number;
  readonly signs: readonly number[];
  readonly margins: readonly number[];
}

/**
 * Which of two rollouts is better, by the first factor that decides: its place from 1, negative when
 * the second one is better; 0 when none decides.
 */
export function preferenceOf(columns: readonly Float64Array[], { i, j, signs, margins }: PairOfRollouts): number {
  for (let k = 0; k < columns.length; k++) {
    const column = columns[k] as Float64Array;
    const difference = (signs[k] as number) * ((column[i] as number) - (column[j] as number));
    if (difference > (margins[k] as number)) return k + 1;
    if (-difference > (margins[k] as number)) return -k - 1;
  }
  return 0;
}

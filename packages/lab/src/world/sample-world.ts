/** What a model that generates samples of numbers learns from and is asked for. */
export interface SampleWorld {
  readonly id: `${string}@${number}`;
  /** D: numbers of a sample. */
  readonly size: number;
  /** C: numbers of a condition; 0 where there is nothing to ask for. */
  readonly conditions: number;
  /** Names of what `measure` writes; the first is `reward`. */
  readonly measures: readonly string[];
  /**
   * Writes example number `index` of the data, the same for the same key and index.
   *
   * @param sample - [D]
   * @param condition - [C]
   */
  draw(key: number, index: number, sample: Float64Array, condition: Float64Array): void;
  /** Writes condition number `index` that samples are asked for. */
  ask(key: number, index: number, condition: Float64Array): void;
  /**
   * Writes what is exactly known of a sample that was generated for a condition.
   *
   * @param out - as many numbers as `measures` has names
   */
  measure(sample: Float64Array, condition: Float64Array, out: Float64Array): void;
}

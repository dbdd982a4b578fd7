/**
 * A search over rows of numbers that asks for fitness and is told it: everything outside decides what a row means.
 *
 * `ask` gives the same rows until they are told. Greater fitness is better.
 */
export interface Search {
  /** P rows of an ask. */
  readonly population: number;
  /** D numbers of a row. */
  readonly dimension: number;
  /** [P, D] the rows to be tried next; overwritten by the next ask. */
  ask(): Float64Array;
  /**
   * @param fitness - [P]
   * @param measures - [P, M] what a row did, where the search keeps an archive by it
   */
  tell(fitness: ArrayLike<number>, measures?: ArrayLike<number>): void;
  /** [D] where the search believes the best to be. */
  readonly centre: Float64Array;
  save(): SearchState;
  restore(state: SearchState): void;
}

/** All that a search has that changes, by name. */
export type SearchState = { readonly [name: string]: Float64Array };

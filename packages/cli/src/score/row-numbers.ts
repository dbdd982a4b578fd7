/** Line numbers of the rollouts of a file: consecutive but for the lines between that are none. */
export class RowNumbers {
  readonly #starts: number[] = [];
  readonly #rows: number[] = [];
  #length = 0;
  #next = -1;

  push(row: number): void {
    if (row !== this.#next) {
      this.#starts.push(this.#length);
      this.#rows.push(row);
    }
    this.#length++;
    this.#next = row + 1;
  }

  /** The line of the index-th rollout. */
  rowOf(index: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= index) low = middle;
      else high = middle - 1;
    }
    return (this.#rows[low] as number) + index - (this.#starts[low] as number);
  }
}

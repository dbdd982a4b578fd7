/** Count, mean, population standard deviation, least and greatest of what was seen. */
export interface Statistics {
  /** Number of values. */
  readonly present: number;
  readonly mean: number | null;
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

/**
 * Mean and spread of a stream of finite numbers, in constant memory.
 *
 *   mean_n = mean_(n−1) + (x_n − mean_(n−1)) / n,   std = √(M2 / n)
 *
 * The recurrence is Welford's; merging two streams is Chan's.
 */
export class RunningStats {
  #present = 0;
  #mean = 0;
  #squares = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  add(value: number): void {
    const delta = value - this.#mean;
    this.#present += 1;
    this.#mean += delta / this.#present;
    this.#squares += delta * (value - this.#mean);
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  merge(other: RunningStats): void {
    if (other.#present === 0) return;
    const present = this.#present + other.#present;
    const delta = other.#mean - this.#mean;
    const share = other.#present / present;
    this.#mean += delta * share;
    this.#squares += other.#squares + delta * delta * this.#present * share;
    this.#present = present;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  toJSON(): Statistics {
    if (this.#present === 0) return { present: 0, mean: null, std: null, min: null, max: null };
    const std = Math.sqrt(this.#squares / this.#present);
    return { present: this.#present, mean: this.#mean, std, min: this.#min, max: this.#max };
  }
}

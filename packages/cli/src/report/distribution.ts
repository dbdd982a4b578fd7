import { Histogram, type HistogramData } from "./histogram.ts";
import { RunningStats, type Statistics } from "./running-stats.ts";

/** Statistics and histogram of one column. */
export interface DistributionData {
  readonly statistics: Statistics;
  readonly histogram: HistogramData;
}

/** Everything the report says about the values of one term, in bounded memory. */
export class Distribution {
  readonly #stats = new RunningStats();
  readonly #histogram = new Histogram();

  /** Adds the present values of a column. */
  addColumn(values: ArrayLike<number>, present?: ArrayLike<number>): void {
    for (let index = 0; index < values.length; index++) {
      if (present !== undefined && present[index] !== 1) continue;
      const value = values[index] as number;
      this.#stats.add(value);
      this.#histogram.add(value);
    }
  }

  merge(other: Distribution): void {
    this.#stats.merge(other.#stats);
    this.#histogram.merge(other.#histogram);
  }

  toJSON(): DistributionData {
    return { statistics: this.#stats.toJSON(), histogram: this.#histogram.toJSON() };
  }
}

/** Counts of an item under a query. */
export interface BehaviourCounts {
  readonly shown: number;
  readonly clicks: number;
  readonly orders: number;
}

/** Rates of an item on a logarithmic scale. */
export interface CalibratedRates {
  /** How readily it is clicked. */
  readonly ctr: number;
  /** How readily a click becomes an order; 1 where there was no click. */
  readonly cvr: number;
  /** Harmonic mean of the two. */
  readonly worth: number;
}

/**
 * Rates of clicks and orders that items with few and with many exposures can be compared by.
 *
 *   T = log((shown + s)·(clicks + s)·(orders + s)),   ctr = log(clicks + s) / T,   cvr = log(orders + s) / log(clicks + s)
 *   worth = 2·ctr·cvr / (ctr + cvr)
 *
 * A lift for new items rather than an estimate: what was never shown has a higher worth than what is sold steadily, so that
 * it must be weighed by what was done with an item (bought, clicked, shown alone).
 *
 * @param smoothing - s, above 1
 * @unit counts → in (0, 1]
 * @paper 147 §Mechanism (calibration of counts, s = 10; item reward = level · worth)
 *
 * ```ts doctest
 * import { calibratedRates } from "@guerdon/lab/statistics";
 * const [fresh, known] = [calibratedRates({ shown: 1, clicks: 1, orders: 0 }), calibratedRates({ shown: 1000, clicks: 100, orders: 20 })];
 * [fresh.ctr.toFixed(3), known.ctr.toFixed(3)] // => ["0.338", "0.313"]
 * ```
 */
export function calibratedRates({ shown, clicks, orders }: BehaviourCounts, smoothing = 10): CalibratedRates {
  const [view, click, order] = [shown, clicks, orders].map((count) => Math.log(count + smoothing)) as [
    number,
    number,
    number,
  ];
  const [ctr, cvr] = [click / (view + click + order), order / click];
  return { ctr, cvr, worth: (2 * ctr * cvr) / (ctr + cvr) };
}

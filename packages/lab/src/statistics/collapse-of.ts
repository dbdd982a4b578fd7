import { RewardError } from "@guerdon/core/error";

export interface CollapseOptions {
  /** Values of a window that are averaged. Default 20. */
  readonly window?: number;
  /** How far below the peak counts as fallen. Default 0.1. */
  readonly drop?: number;
}

/** A curve's best stretch and what became of it. */
export interface Collapse {
  /** Greatest mean of a window. */
  readonly peak: number;
  /** Index of the last value of that window. */
  readonly peakAt: number;
  /** Mean of the last window. */
  readonly final: number;
  /** peak − final */
  readonly fall: number;
  /** Index of the last value of the first window after the peak that is `drop` below it; absent where none is. */
  readonly fallsAt?: number;
}

/**
 * Whether what was gained in training is lost again: the peak of the mean curve of all seeds, and the end.
 *
 *   m_t = mean over seeds and the w values up to t;   peak = max m,   fall = peak − m_end
 *
 * Only whole windows count, so that a lucky batch is no peak.
 *
 * @param curves - S seeds × [U], all of one length
 * @shape S × [U] → one collapse
 * @throws RewardError GUERDON_SHAPE when there is no curve, one is shorter than the window, or lengths differ
 * @paper 091 §Pieces (collapseDetector: fallen 10 points under the peak), 035 §Experiment
 *
 * ```ts doctest
 * import { collapseOf } from "@guerdon/lab/statistics";
 * collapseOf([[0.2, 0.8, 0.8, 0.3, 0.3]], { window: 2 }) // => { peak: 0.8, peakAt: 2, final: 0.3, fall: 0.5, fallsAt: 3 }
 * ```
 */
export function collapseOf(
  curves: readonly ArrayLike<number>[],
  { window = 20, drop = 0.1 }: CollapseOptions = {},
): Collapse {
  const length = curves[0]?.length ?? 0;
  if (length < window || curves.some((curve) => curve.length !== length)) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected curves of one length, at least ${window}, got ${curves.map((curve) => curve.length).join(", ") || "none"}.`,
    );
  }
  const mean = (t: number): number => curves.reduce((sum, curve) => sum + (curve[t] as number), 0) / curves.length;
  const means = Array.from({ length }, (_, t) => mean(t));
  const smooth = Array.from({ length: length - window + 1 }, (_, k) => average(means.slice(k, k + window)));
  const peak = Math.max(...smooth);
  const final = smooth.at(-1) as number;
  const best = smooth.indexOf(peak);
  const fallen = smooth.findIndex((value, k) => k > best && value <= peak - drop);
  const at = (k: number): number => k + window - 1;
  return { peak, peakAt: at(best), final, fall: peak - final, ...(fallen < 0 ? {} : { fallsAt: at(fallen) }) };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

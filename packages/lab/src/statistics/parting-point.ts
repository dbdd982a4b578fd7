import { RewardError } from "@guerdon/core/error";

export interface PartingPoint {
  /** Index of the greatest smoothed gold. */
  readonly peak: number;
  /** How far smoothed gold is below its peak at the end. */
  readonly goldFall: number;
  /** How far smoothed proxy is above its value at gold's peak at the end. */
  readonly proxyRise: number;
  /** Standard error of a difference of two smoothed golds. */
  readonly error: number;
  /** Whether the proxy went on rising while gold fell by more than four standard errors. */
  readonly parts: boolean;
}

/** Standard errors that gold must fall by. */
const ERRORS = 4;

/**
 * Where a proxy and the gold it stands for part: the mark of over-optimisation.
 *
 *   smoothed over windows of w;   peak = argmax gold,   parts if proxy_end > proxy_peak and gold_peak − gold_end > 4·s
 *   s = sd(gold − smoothed)·√(2/w)
 *
 * @param proxy - [U] what was optimised, update by update
 * @param gold - [U] what was wanted
 * @param window - w; default a tenth of the curve, at least 1
 * @shape proxy [U], gold [U] → one point
 * @throws RewardError GUERDON_SHAPE when lengths differ or are 0
 * @paper Gao et al. 2023 §3; 035 §Mechanism (step of the peak), 012 (outcome falls while step rewards rise)
 *
 * ```ts doctest
 * import { partingPoint } from "@guerdon/lab/statistics";
 * partingPoint([1, 2, 3, 4, 5], [1, 2, 3, 2, 1], 1).peak // => 2
 * ```
 */
export function partingPoint(
  proxy: ArrayLike<number>,
  gold: ArrayLike<number>,
  window: number = Math.max(1, Math.floor(gold.length / 10)),
): PartingPoint {
  if (proxy.length !== gold.length || gold.length === 0) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected \`proxy\` and \`gold\` to have as many values, at least one, got ${proxy.length} and ${gold.length}.`,
    );
  }
  const [smoothProxy, smoothGold] = [smoothed(proxy, window), smoothed(gold, window)];
  const peak = smoothGold.indexOf(Math.max(...smoothGold));
  const goldFall = (smoothGold[peak] as number) - (smoothGold.at(-1) as number);
  const proxyRise = (smoothProxy.at(-1) as number) - (smoothProxy[peak] as number);
  const noise = smoothGold.reduce((sum, value, i) => sum + ((gold[i] as number) - value) ** 2, 0) / gold.length;
  const error = Math.sqrt((noise * 2) / window);
  return { peak, goldFall, proxyRise, error, parts: proxyRise > 0 && goldFall > ERRORS * error };
}

/** Mean over the window that ends at each place; the first ones have less behind them. */
function smoothed(values: ArrayLike<number>, window: number): Float64Array {
  const out = new Float64Array(values.length);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += (values[i] as number) - (i >= window ? (values[i - window] as number) : 0);
    out[i] = sum / Math.min(window, i + 1);
  }
  return out;
}

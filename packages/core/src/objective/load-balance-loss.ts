import { bufferFor, checkFinite } from "./check-length.ts";

export interface LoadBalanceLoss {
  /** To be minimised. */
  readonly loss: number;
  /** d loss / d usage [N]. */
  readonly gradient: Float64Array;
}

/** Keeps the mean of nothing used from being divided by. */
const EPS = 1e-10; // 003 §Mechanism: var / (mean² + 1e-10)

/**
 * How unevenly the experts of a mixture are used: the squared coefficient of variation.
 *
 *   loss = var / (mean² + 1e-10),  var = Σ_k (u_k − ū)² / (N − 1)
 *
 * `usage` is the importance or the load of each expert (`expertWeights`); `mixtureLoss` adds the two. It is 0 where all
 * are used alike, and for one expert. The loss is minimised.
 *
 * @shape usage [N] → loss, gradient [N]
 * @unit share or count → 1
 * @throws RewardError GUERDON_NON_FINITE when a loss or gradient overflows, with its place
 * @paper 003 §Mechanism (cv²(importance) + cv²(load), weight 0.01)
 * @kind objective
 * @alias loadBalance = "loadBalanceLoss(importance) + loadBalanceLoss(load)"
 *
 * ```ts doctest
 * import { loadBalanceLoss } from "@guerdon/core/objective";
 * loadBalanceLoss(Float64Array.of(4, 4)).loss // => 0
 * ```
 */
export function loadBalanceLoss(
  usage: Float64Array,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): LoadBalanceLoss {
  const count = usage.length;
  const gradient = bufferFor("out.gradient", out.gradient, count, "N").fill(0);
  if (count < 2) return { loss: 0, gradient };
  let mean = 0;
  for (let k = 0; k < count; k++) mean += (usage[k] as number) / count;
  let variance = 0;
  for (let k = 0; k < count; k++) variance += ((usage[k] as number) - mean) ** 2 / (count - 1);
  const divisor = mean * mean + EPS;
  const loss = variance / divisor;
  for (let k = 0; k < count; k++) {
    const apart = ((usage[k] as number) - mean) / (count - 1);
    gradient[k] = (2 * (apart - (loss * mean) / count)) / divisor;
  }
  checkFinite("loadBalanceLoss", loss, { gradient });
  return { loss, gradient };
}

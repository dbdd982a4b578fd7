/** How errors of values are weighed. */
export interface QLossSettings {
  /** Errors beyond it count in proportion instead of by their square; absent: always by their square. */
  readonly huber?: number;
  /** Weight of log Σ_a exp Q(s, a) − Q(s, taken), which lowers values of actions that are not in the data. Default 0. */
  readonly conservatism?: number;
}

export interface QColumns {
  /** [B, A] */
  readonly values: Float64Array;
  /** [B] actions taken. */
  readonly actions: ArrayLike<number>;
  /** [B] */
  readonly targets: Float64Array;
  /** [B] */
  readonly weights: Float64Array;
}

export interface QLoss {
  /** To be minimised. */
  readonly loss: number;
  /** Mean value of the actions taken. */
  readonly value: number;
}

/**
 * The loss of values of actions towards targets.
 *
 *   loss = mean_b w_b · ( h(δ_b) + c·(log Σ_a exp Q(s_b, a) − Q(s_b, a_b)) ),   δ_b = Q(s_b, a_b) − target_b
 *   h(δ) = δ²/2,  or k·(|δ| − k/2) beyond k = huber
 *
 * @param out - buffers for d loss / d values [B, A], and δ [B]
 * @paper Mnih et al. 2015, "Human-level control through deep reinforcement learning", methods (errors clipped to ±1)
 * @paper Kumar et al. 2020, "Conservative Q-learning", eq. 4 (CQL(H))
 *
 * ```ts doctest
 * import { qLoss } from "@guerdon/lab/trainer";
 * const columns = { values: Float64Array.of(3, 5), actions: [1], targets: Float64Array.of(2), weights: Float64Array.of(1) };
 * qLoss(columns, { huber: 1 }, { gradient: new Float64Array(2), errors: new Float64Array(1) }).loss // => 2.5
 * ```
 */
export function qLoss(
  { values, actions, targets, weights }: QColumns,
  { huber = Number.POSITIVE_INFINITY, conservatism = 0 }: QLossSettings,
  { gradient, errors }: { readonly gradient: Float64Array; readonly errors: Float64Array },
): QLoss {
  const rows = targets.length;
  const width = values.length / rows;
  let [loss, value] = [0, 0];
  gradient.fill(0);
  for (let b = 0; b < rows; b++) {
    const taken = b * width + (actions[b] as number);
    const weight = (weights[b] as number) / rows;
    const error = (values[taken] as number) - (targets[b] as number);
    const size = Math.abs(error);
    errors[b] = error;
    value += (values[taken] as number) / rows;
    loss += weight * (size <= huber ? (error * error) / 2 : huber * (size - huber / 2));
    if (conservatism !== 0) loss += weight * conservatism * spread(values, b * width, width, taken, gradient);
    for (let a = b * width; a < (b + 1) * width && conservatism !== 0; a++) {
      gradient[a] = (gradient[a] as number) * weight * conservatism;
    }
    gradient[taken] = (gradient[taken] as number) + weight * Math.min(huber, Math.max(-huber, error));
  }
  return { loss, value };
}

/** log Σ exp Q − Q(taken); writes softmax(Q) − 1[taken]. */
function spread(values: Float64Array, from: number, width: number, taken: number, gradient: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let a = from; a < from + width; a++) most = Math.max(most, values[a] as number);
  let sum = 0;
  for (let a = from; a < from + width; a++) sum += Math.exp((values[a] as number) - most);
  for (let a = from; a < from + width; a++) gradient[a] = Math.exp((values[a] as number) - most) / sum;
  gradient[taken] = (gradient[taken] as number) - 1;
  return most + Math.log(sum) - (values[taken] as number);
}

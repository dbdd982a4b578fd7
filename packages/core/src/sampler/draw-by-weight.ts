import { RewardError } from "../error/index.ts";
import { streamKey, uniformAt } from "../random/index.ts";

export interface DrawOptions {
  /** Seed of the run. */
  readonly seed: number;
  /** Training step: another step draws otherwise. Default 0. */
  readonly step?: number;
  /** Whether an item can be drawn twice. Default true. */
  readonly replacement?: boolean;
}

/**
 * Draws items with chances in proportion to their weights; the same arguments draw the same items.
 *
 * With replacement each draw takes item i with chance w_i / Σ w. Without, items come in the order of
 * −ln(1 − u_i) / w_i, which is the order of drawing one by one in proportion to what is left; items
 * of weight 0 are never drawn, so fewer than `count` may come. Weights that are all 0 count as equal.
 *
 * @throws RewardError GUERDON_OPTION for a weight that is negative or not finite
 * @paper 198 §Mechanism 3 (prompts, with replacement)
 * @paper 192 §Mechanism (rollouts, with replacement)
 * @paper 223 §Mechanism (batches of transitions by trajectory weight)
 * @kind sampler
 * @alias weightedSampler
 *
 * ```ts doctest
 * import { drawByWeight } from "@guerdon/core/sampler";
 * [...drawByWeight([0, 3, 0], 2, { seed: 1 })] // => [1, 1]
 * ```
 */
export function drawByWeight(weights: ArrayLike<number>, count: number, options: DrawOptions): Int32Array {
  const { seed, step = 0, replacement = true } = options;
  const checked = checkedWeights(weights);
  if (weights.length === 0) return new Int32Array(0);
  const key = streamKey(seed, `draw by weight ${step}`);
  return replacement ? drawAgain(checked, count, key) : drawOnce(checked, count, key);
}

/** The weights, or equal ones where all are 0. */
function checkedWeights(weights: ArrayLike<number>): Float64Array {
  const checked = Float64Array.from(weights);
  let any = false;
  for (let i = 0; i < checked.length; i++) {
    const weight = checked[i] as number;
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) throw wrongWeight(i, weight);
    if (weight > 0) any = true;
  }
  return any ? checked : checked.fill(1);
}

function wrongWeight(index: number, weight: number): RewardError {
  return new RewardError("GUERDON_OPTION", `Expected \`weights[${index}]\` to be a number ≥ 0, got ${weight}.`, {
    details: { index, got: String(weight) },
  });
}

function drawAgain(weights: Float64Array, count: number, key: number): Int32Array {
  const sums = new Float64Array(weights.length);
  let total = 0;
  let last = 0;
  for (let i = 0; i < sums.length; i++) {
    if ((weights[i] as number) > 0) last = i;
    total += weights[i] as number;
    sums[i] = total;
  }
  const drawn = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    const at = uniformAt(key, k) * total;
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    drawn[k] = low;
  }
  return drawn;
}

function drawOnce(weights: Float64Array, count: number, key: number): Int32Array {
  const keys = weights.map((weight, i) => -Math.log1p(-uniformAt(key, i)) / weight);
  const order = Int32Array.from(keys.keys()).filter((i) => (weights[i] as number) > 0);
  return order.sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b).slice(0, count);
}

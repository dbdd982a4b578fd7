/** How the next token is drawn. */
export interface SamplingOptions {
  /** What logits are divided by; 0 takes the most likely token. Default 1. */
  readonly temperature?: number;
  /** Only the smallest set of most likely tokens whose probabilities sum to this. Default 1: all. */
  readonly topP?: number;
  /** Only so many of the most likely tokens. Default 0: all. */
  readonly topK?: number;
  /** Only tokens at least this share as likely as the most likely one. Default 0: all. */
  readonly minP?: number;
}

/** Draws tokens from rows of logits; one instance keeps the buffers of all draws. */
export interface TokenSampler {
  /** Draws one token. @param uniform - in [0, 1) */
  draw(logits: ArrayLike<number>, offset: number, uniform: number): number;
  /** log π of a token of the row last drawn from. */
  logProbOf(token: number): number;
  /** Entropy of the row last drawn from, in nats. */
  readonly entropy: number;
}

/**
 * Draws tokens by temperature, top-k, top-p and min-p, in this order.
 *
 *   p = softmax(z / T);   then only the k largest; of these the shortest head with mass ≥ topP; of these p ≥ minP·max p
 *
 * Log-probabilities and entropy are those of softmax(z / T), before any token is left out, as trainers compute them
 * again from the model; with T = 0 those of softmax(z). Equal logits are ordered by token id.
 *
 * @shape logits [V] at `offset` → one token
 * @unit nats
 *
 * ```ts doctest
 * import { createTokenSampler } from "@guerdon/lab/policy";
 * const sampler = createTokenSampler(3, { topK: 1 });
 * sampler.draw([0, 2, 1], 0, 0.99) // => 1
 * ```
 */
export function createTokenSampler(size: number, options: SamplingOptions = {}): TokenSampler {
  const { temperature = 1, topP = 1, topK = 0, minP = 0 } = options;
  const scale = temperature > 0 ? 1 / temperature : 1;
  const truncates = topP < 1 || minP > 0 || (topK > 0 && topK < size);
  const weights = new Float64Array(size);
  const scaled = new Float64Array(size);
  const order = truncates ? new Int32Array(size) : undefined;
  let [logSum, entropy] = [0, 0];

  const softmax = (logits: ArrayLike<number>, offset: number): { total: number; best: number } => {
    let best = 0;
    for (let j = 1; j < size; j++) if ((logits[offset + j] as number) > (logits[offset + best] as number)) best = j;
    const top = (logits[offset + best] as number) * scale;
    let [total, mean] = [0, 0];
    for (let j = 0; j < size; j++) {
      const z = (logits[offset + j] as number) * scale - top;
      const weight = Math.exp(z);
      scaled[j] = z;
      weights[j] = weight;
      total += weight;
      if (weight > 0) mean += weight * z;
    }
    logSum = Math.log(total);
    entropy = Math.max(0, logSum - mean / total);
    return { total, best };
  };

  return {
    draw(logits, offset, uniform) {
      const { total, best } = softmax(logits, offset);
      if (temperature === 0) return best;
      if (order === undefined) return drawFrom(weights, uniform * total);
      order.forEach((_, j) => {
        order[j] = j;
      });
      order.sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
      return drawHead(weights, order, { topP, topK, minP }, uniform);
    },
    logProbOf: (token) => (scaled[token] as number) - logSum,
    get entropy() {
      return entropy;
    },
  };
}

function drawFrom(weights: Float64Array, at: number): number {
  let rest = at;
  let last = 0;
  for (let j = 0; j < weights.length; j++) {
    const weight = weights[j] as number;
    if (weight === 0) continue;
    rest -= weight;
    last = j;
    if (rest < 0) return j;
  }
  return last;
}

/** Draws from the head of the tokens in falling order that the options leave. */
function drawHead(
  weights: Float64Array,
  order: Int32Array,
  { topP, topK, minP }: Required<Omit<SamplingOptions, "temperature">>,
  uniform: number,
): number {
  const most = topK > 0 ? Math.min(topK, order.length) : order.length;
  let mass = 0;
  for (let k = 0; k < most; k++) mass += weights[order[k] as number] as number;
  const least = minP * (weights[order[0] as number] as number);
  let [kept, sum] = [0, 0];
  while (kept < most && (kept === 0 || sum < topP * mass)) {
    const weight = weights[order[kept] as number] as number;
    if (weight < least) break;
    sum += weight;
    kept += 1;
  }
  let rest = uniform * sum;
  for (let k = 0; k < kept - 1; k++) {
    rest -= weights[order[k] as number] as number;
    if (rest < 0) return order[k] as number;
  }
  return order[kept - 1] as number;
}

import type { HeadInput, HeadRows } from "./head.ts";

/**
 * `categoricalHead` on the host, with its gradient.
 *
 *   d log π(a) / d z_j = [j = a] − p_j,   d H / d z_j = −p_j·(log p_j + H)
 */
export function categoricalRows(size: number): HeadRows {
  const logs = new Float64Array(size);
  return {
    evaluate: (input, logProbs, entropy) => {
      for (let r = 0; r < input.count; r++) {
        entropy[r] = logsOf(logs, input, r);
        logProbs[r] = logs[input.actions[r] as number] as number;
      }
    },
    pull: (input, gradients, raw) => {
      for (let r = 0; r < input.count; r++) {
        const entropy = logsOf(logs, input, r);
        const [ofLogProb, ofEntropy] = [gradients.logProbs[r] as number, gradients.entropy?.[r] ?? 0];
        const at = r * input.stride;
        for (let j = 0; j < size; j++) {
          const log = logs[j] as number;
          const p = Math.exp(log);
          const slope = ofEntropy === 0 || p === 0 ? 0 : ofEntropy * p * (log + entropy);
          raw[at + j] = (j === input.actions[r] ? ofLogProb : 0) - p * ofLogProb - slope;
        }
      }
    },
  };
}

/** Writes the log-probabilities of a row and returns its entropy. */
function logsOf(logs: Float64Array, { raw, stride, legal }: HeadInput, row: number): number {
  const size = logs.length;
  let high = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < size; j++) {
    const logit =
      legal !== undefined && legal[row * size + j] === 0 ? Number.NEGATIVE_INFINITY : (raw[row * stride + j] as number);
    logs[j] = logit;
    if (logit > high) high = logit;
  }
  let sum = 0;
  let weighed = 0;
  for (let j = 0; j < size; j++) {
    const shifted = (logs[j] as number) - high;
    const e = Math.exp(shifted);
    sum += e;
    if (e > 0) weighed += e * shifted;
  }
  const log = Math.log(sum);
  for (let j = 0; j < size; j++) logs[j] = (logs[j] as number) - high - log;
  return log - weighed / sum;
}

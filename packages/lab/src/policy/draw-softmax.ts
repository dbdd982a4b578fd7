/**
 * Draws from softmax of `size` logits from `at` on; illegal ones have probability 0.
 *
 * @param legal - 1 for legal choices, from `legalAt` on
 * @returns the choice; its log-probability is left in `logits[at + choice]`, and those of the others in their places
 */
export function drawSoftmax(
  logits: Float64Array,
  at: number,
  size: number,
  uniform: number,
  legal?: Uint8Array,
  legalAt = 0,
): number {
  logSoftmaxRow(logits, at, size, legal, legalAt);
  let left = uniform;
  let last = 0;
  for (let j = 0; j < size; j++) {
    const logProb = logits[at + j] as number;
    if (logProb === Number.NEGATIVE_INFINITY) continue;
    last = j;
    left -= Math.exp(logProb);
    if (left < 0) return j;
  }
  return last;
}

/** The most likely of `size` logits from `at` on. */
export function argmaxRow(logits: Float64Array, at: number, size: number, legal?: Uint8Array, legalAt = 0): number {
  let best = -1;
  for (let j = 0; j < size; j++) {
    if (legal !== undefined && legal[legalAt + j] === 0) continue;
    if (best < 0 || (logits[at + j] as number) > (logits[at + best] as number)) best = j;
  }
  return Math.max(best, 0);
}

/** Replaces logits by log-probabilities; −∞ where a choice is illegal. */
function logSoftmaxRow(logits: Float64Array, at: number, size: number, legal?: Uint8Array, legalAt = 0): void {
  let high = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < size; j++) {
    if (legal !== undefined && legal[legalAt + j] === 0) logits[at + j] = Number.NEGATIVE_INFINITY;
    else if ((logits[at + j] as number) > high) high = logits[at + j] as number;
  }
  let sum = 0;
  for (let j = 0; j < size; j++) sum += Math.exp((logits[at + j] as number) - high);
  const shift = high + Math.log(sum);
  for (let j = 0; j < size; j++) logits[at + j] = (logits[at + j] as number) - shift;
}

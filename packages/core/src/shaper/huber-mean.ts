/**
 * The value around which the Huber loss of some rising values is least: their mean without the pull of outliers.
 *
 *   Σ clip(x − m, −δ, δ) = 0;  the mean for large δ, the median for small
 */
export function huberMean(sorted: ArrayLike<number>, delta: number): number {
  let low = sorted[0] as number;
  let high = sorted[sorted.length - 1] as number;
  for (let halving = 0; halving < 200 && low < high; halving++) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) break;
    const pull = pullOf(sorted, middle, delta);
    if (pull === 0) return middleOfPlateau(sorted, middle, delta);
    if (pull > 0) low = middle;
    else high = middle;
  }
  return low;
}

function pullOf(sorted: ArrayLike<number>, at: number, delta: number): number {
  let pull = 0;
  for (let i = 0; i < sorted.length; i++) pull += Math.min(Math.max((sorted[i] as number) - at, -delta), delta);
  return pull;
}

/** Where no value is within δ the loss is flat between two of them: half-way, as the median has it. */
function middleOfPlateau(sorted: ArrayLike<number>, at: number, delta: number): number {
  let below = Number.NEGATIVE_INFINITY;
  let above = Number.POSITIVE_INFINITY;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] as number;
    if (Math.abs(value - at) < delta) return at;
    if (value <= at) below = value;
    else above = Math.min(above, value);
  }
  return below + (above - below) / 2;
}

/**
 * The rollout that the step or token at `index` belongs to.
 *
 * @param offsets - [R + 1] where each rollout starts
 *
 * ```ts
 * rolloutAt(Int32Array.of(0, 2, 2, 5), 2) // 2
 * ```
 */
export function rolloutAt(offsets: Int32Array, index: number): number {
  let [low, high] = [0, offsets.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] as number) <= index) low = middle;
    else high = middle;
  }
  return low;
}

/** The newest values, one rising list for each training step they came in; the newest step is last. */
export type ValueWindow = readonly (readonly number[])[];

/**
 * A window with the values of one more step, at most `size` in all.
 *
 * Values of one step have no order among themselves: where only some of them stay, they are evenly
 * spaced order statistics, so the order of the members does not matter.
 */
export function pushValues(window: ValueWindow, fresh: Float64Array, size: number): number[][] {
  if (fresh.length === 0) return window.map((chunk) => [...chunk]);
  const kept: number[][] = [thinned(fresh, size)];
  let room = size - (kept[0] as number[]).length;
  for (let at = window.length - 1; at >= 0 && room > 0; at--) {
    const chunk = thinned(window[at] as readonly number[], room);
    room -= chunk.length;
    kept.push(chunk);
  }
  return kept.reverse();
}

function thinned(sorted: ArrayLike<number>, size: number): number[] {
  if (sorted.length <= size) return Array.from(sorted);
  return Array.from({ length: size }, (_, k) => sorted[Math.floor(((k + 0.5) * sorted.length) / size)] as number);
}

/** All values of a window, rising. */
export function windowValues(window: ValueWindow): Float64Array {
  return Float64Array.from(window.flat()).sort();
}

import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";

/** Points in groups, each with the mean of its group. */
export interface Clusters {
  /** [K, D] */
  readonly centres: Float64Array;
  /** [N] number of the nearest centre. */
  readonly nearest: Int32Array;
}

/**
 * Lloyd's algorithm from k-means++ starts: each point to its nearest centre, each centre to the mean of its points.
 *
 * A centre that loses all its points stays where it is.
 *
 * @param rows - [N, D] points, one after the other
 * @param size - D
 * @throws RewardError GUERDON_OPTION for fewer points than centres
 * @paper Arthur & Vassilvitskii 2007, "k-means++: the advantages of careful seeding"
 *
 * ```ts doctest
 * import { kMeans } from "@guerdon/lab/statistics";
 * [...kMeans(Float64Array.of(0, 1, 10, 11), 1, { centres: 2, seed: 1 }).centres].sort((a, b) => a - b) // => [0.5, 10.5]
 * ```
 */
export function kMeans(
  rows: Float64Array,
  size: number,
  { centres: count, seed, rounds = 20 }: { readonly centres: number; readonly seed: number; readonly rounds?: number },
): Clusters {
  const points = rows.length / size;
  if (!(Number.isInteger(count) && count >= 1 && count <= points)) {
    throw new RewardError("GUERDON_OPTION", `Expected \`centres\` to be 1 … ${points}, got ${count}.`, {
      details: { centres: count, points },
    });
  }
  const centres = spreadStarts(rows, size, count, streamKey(seed, "k-means"));
  const nearest = new Int32Array(points);
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < points; i++) nearest[i] = nearestTo(rows, i * size, centres, size);
    const sums = new Float64Array(centres.length);
    const counts = new Float64Array(count);
    for (let i = 0; i < points; i++) {
      const own = nearest[i] as number;
      counts[own] = (counts[own] as number) + 1;
      for (let d = 0; d < size; d++)
        sums[own * size + d] = (sums[own * size + d] as number) + (rows[i * size + d] as number);
    }
    for (let at = 0; at < centres.length; at++) {
      const members = counts[Math.floor(at / size)] as number;
      if (members > 0) centres[at] = (sums[at] as number) / members;
    }
  }
  for (let i = 0; i < points; i++) nearest[i] = nearestTo(rows, i * size, centres, size);
  return { centres, nearest };
}

/** Each start is a point, drawn in proportion to its squared distance from those before. */
function spreadStarts(rows: Float64Array, size: number, count: number, key: number): Float64Array {
  const points = rows.length / size;
  const centres = new Float64Array(count * size);
  const away = new Float64Array(points).fill(1);
  for (let k = 0; k < count; k++) {
    const total = away.reduce((sum, value) => sum + value, 0);
    let rest = uniformAt(key, k) * total;
    let chosen = 0;
    while (chosen < points - 1 && rest >= (away[chosen] as number)) rest -= away[chosen++] as number;
    centres.set(rows.subarray(chosen * size, (chosen + 1) * size), k * size);
    for (let i = 0; i < points; i++) {
      const distance = distanceTo(rows, i * size, centres, k * size, size);
      away[i] = k === 0 ? distance : Math.min(away[i] as number, distance);
    }
  }
  return centres;
}

function nearestTo(rows: Float64Array, from: number, centres: Float64Array, size: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let k = 0; k * size < centres.length; k++) {
    const distance = distanceTo(rows, from, centres, k * size, size);
    if (distance < least) [best, least] = [k, distance];
  }
  return best;
}

function distanceTo(a: Float64Array, from: number, b: Float64Array, to: number, size: number): number {
  let sum = 0;
  for (let d = 0; d < size; d++) sum += ((a[from + d] as number) - (b[to + d] as number)) ** 2;
  return sum;
}

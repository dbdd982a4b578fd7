/**
 * The volume that points dominate above a reference, all axes to be maximised; exact in any dimension.
 *
 *   HV = volume of ∪_p [reference, p];  a point below the reference on any axis counts for nothing
 *
 * Computed as a sum of exclusive parts: each point's box without what the points after it take of it.
 *
 * @shape points N × [K], reference [K] → number
 * @unit product of the axes
 * @paper 111 §Mechanism (dHV of a new point above the stored front)
 * @kind schedule
 *
 * ```ts doctest
 * import { hypervolumeOf } from "@guerdon/core/schedule";
 * hypervolumeOf([[1, 3], [2, 2], [3, 1], [1, 1]], [0, 0]) // => 6
 * ```
 */
export function hypervolumeOf(points: readonly (readonly number[])[], reference: readonly number[]): number {
  const above = points.filter((point) => point.every((value, k) => value > (reference[k] as number)));
  const front = [...nonDominated(above)].sort((a, b) => (b[0] as number) - (a[0] as number));
  if (reference.length === 1)
    return front.length === 0 ? 0 : ((front[0] as readonly number[])[0] as number) - (reference[0] as number);
  return front.reduce((sum, point, i) => sum + hypervolumeGain(front.slice(i + 1), point, reference), 0);
}

/**
 * How much larger the dominated volume becomes with one more point; exactly 0 for a dominated one.
 *
 * @shape points N × [K], point [K], reference [K] → number
 * @paper 111 §Mechanism (dHV)
 * @kind schedule
 *
 * ```ts doctest
 * import { hypervolumeGain } from "@guerdon/core/schedule";
 * [hypervolumeGain([[1, 3], [3, 1]], [2, 2], [0, 0]), hypervolumeGain([[1, 3]], [1, 1], [0, 0])] // => [1, 0]
 * ```
 */
export function hypervolumeGain(
  points: readonly (readonly number[])[],
  point: readonly number[],
  reference: readonly number[],
): number {
  if (point.some((value, k) => value <= (reference[k] as number))) return 0;
  if (points.some((other) => covers(other, point))) return 0;
  const box = point.reduce((volume, value, k) => volume * (value - (reference[k] as number)), 1);
  if (points.length === 0) return box;
  const shared = points.map((other) => other.map((value, k) => Math.min(value, point[k] as number)));
  return Math.max(0, box - hypervolumeOf(shared, reference));
}

/** The points that no other one covers, each once, in their order. */
export function nonDominated(points: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return points.filter((point, i) =>
    points.every((other, j) => i === j || !covers(other, point) || (covers(point, other) && i < j)),
  );
}

/** Whether a point is at least as good on every axis. */
function covers(a: readonly number[], b: readonly number[]): boolean {
  return b.every((value, k) => (a[k] as number) >= value);
}

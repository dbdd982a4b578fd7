import { streamKey, uniformAt } from "@guerdon/core/random";
import type { SolidMesh } from "./solid-mesh.ts";

/** [3 × count] points spread evenly over a surface, the same for the same seed. */
export function surfacePoints({ positions, triangles }: SolidMesh, count: number, seed: number): Float64Array {
  const faces = triangles.length / 3;
  const upTo = new Float64Array(faces);
  let area = 0;
  for (let face = 0; face < faces; face++) {
    area += areaOf(positions, triangles, face);
    upTo[face] = area;
  }
  const key = streamKey(seed, "surface");
  const points = new Float64Array(3 * count);
  for (let i = 0; i < count; i++) {
    const face = firstAbove(upTo, uniformAt(key, 3 * i) * area);
    let [u, v] = [uniformAt(key, 3 * i + 1), uniformAt(key, 3 * i + 2)];
    if (u + v > 1) [u, v] = [1 - u, 1 - v];
    const [a, b, c] = [0, 1, 2].map((k) => 3 * (triangles[3 * face + k] as number)) as [number, number, number];
    for (let axis = 0; axis < 3; axis++) {
      const [p, q, r] = [a, b, c].map((at) => positions[at + axis] as number) as [number, number, number];
      points[3 * i + axis] = p + u * (q - p) + v * (r - p);
    }
  }
  return points;
}

function areaOf(positions: readonly number[], triangles: readonly number[], face: number): number {
  const at = [0, 1, 2].map((k) => 3 * (triangles[3 * face + k] as number)) as [number, number, number];
  const side = (k: 1 | 2): readonly number[] =>
    [0, 1, 2].map((axis) => (positions[at[k] + axis] as number) - (positions[at[0] + axis] as number));
  const [[a, b, c], [d, e, f]] = [side(1), side(2)] as [[number, number, number], [number, number, number]];
  return Math.hypot(b * f - c * e, c * d - a * f, a * e - b * d) / 2;
}

function firstAbove(upTo: Float64Array, wanted: number): number {
  let [low, high] = [0, upTo.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((upTo[middle] as number) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Chamfer distance of two sets of points: the mean squared distance to the nearest point of the other, both ways added.
 *
 * ```ts doctest
 * import { chamferDistance } from "@guerdon/verify/cad";
 * chamferDistance(Float64Array.of(0, 0, 0), Float64Array.of(0, 3, 4)) // => 50
 * ```
 */
export function chamferDistance(a: Float64Array, b: Float64Array): number {
  return meanNearest(a, b) + meanNearest(b, a);
}

/** Points of `to` in order of x: the search goes outwards from a point's own x and stops where x alone is too far. */
function meanNearest(from: Float64Array, to: Float64Array): number {
  const order = Array.from({ length: to.length / 3 }, (_, i) => i).sort(
    (i, j) => (to[3 * i] as number) - (to[3 * j] as number),
  );
  const sorted = new Float64Array(to.length);
  for (const [i, own] of order.entries()) sorted.set(to.subarray(3 * own, 3 * own + 3), 3 * i);
  let sum = 0;
  for (let i = 0; i < from.length; i += 3) sum += nearest(from, i, sorted);
  return sum / (from.length / 3);
}

function nearest(from: Float64Array, at: number, sorted: Float64Array): number {
  const [x, y, z] = [from[at] as number, from[at + 1] as number, from[at + 2] as number];
  let [low, high] = [0, sorted.length / 3];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[3 * middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  let best = Number.POSITIVE_INFINITY;
  for (const step of [1, -1]) {
    for (let i = step === 1 ? low : low - 1; i >= 0 && 3 * i < sorted.length; i += step) {
      const dx = (sorted[3 * i] as number) - x;
      if (dx * dx >= best) break;
      const [dy, dz] = [(sorted[3 * i + 1] as number) - y, (sorted[3 * i + 2] as number) - z];
      best = Math.min(best, dx * dx + dy * dy + dz * dz);
    }
  }
  return best;
}

import type { Json } from "@guerdon/core/signal";

/** Places by coordinates, or by the distances from one to another. */
export type Places =
  | { readonly points: readonly (readonly number[])[] }
  | { readonly distances: readonly (readonly number[])[] };

/**
 * Length of a round tour that visits each place once, or why it does not.
 *
 * ```ts doctest
 * import { tourLength } from "@guerdon/verify/optimisation";
 * tourLength([0, 1, 2, 3], { points: [[0, 0], [0, 1], [1, 1], [1, 0]] }) // => 4
 * ```
 */
export function tourLength(order: readonly Json[], places: Places): number | { readonly why: string } {
  const count = "points" in places ? places.points.length : places.distances.length;
  const closed = order.length === count + 1 && order[0] === order[count] ? order.slice(0, count) : order;
  const visited = new Uint8Array(count);
  for (const place of closed) {
    if (typeof place !== "number" || !Number.isInteger(place) || place < 0 || place >= count)
      return { why: `${JSON.stringify(place).slice(0, 40)} is no place` };
    if (visited[place] === 1) return { why: `place ${place} is visited twice` };
    visited[place] = 1;
  }
  const left = visited.indexOf(0);
  if (left !== -1) return { why: `place ${left} is not visited` };
  let length = 0;
  closed.forEach((place, i) => {
    const next = closed[(i + 1) % count] as number;
    length += distance(places, place as number, next);
  });
  return length;
}

function distance(places: Places, from: number, to: number): number {
  if ("distances" in places) return places.distances[from]?.[to] as number;
  const [a, b] = [places.points[from] as readonly number[], places.points[to] as readonly number[]];
  return Math.hypot(...a.map((x, k) => x - (b[k] as number)));
}

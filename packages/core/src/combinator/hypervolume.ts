type Point = readonly number[];

/** Which way each coordinate of a point is better. */
export interface HypervolumeOptions {
  /** Places of the coordinates of which less is better. */
  readonly minimise?: readonly number[];
}

/**
 * The volume of what at least one of the points dominates, down to a reference point.
 *
 *   HV(P) = volume of ∪_{p ∈ P} [reference, p]
 *
 * A point that is not above the reference in every coordinate adds nothing, and neither does one that
 * another point dominates or equals. Exact: by a sweep for one to three coordinates, and by the volumes
 * that points have for themselves (WFG) for more, which takes time that grows fast with the coordinates.
 *
 * @param points - one list of K coordinates for each point
 * @param reference - K coordinates; the worst that still counts
 * @paper 111 §Mechanism (the gain of a new policy over the front so far)
 * @paper 023, 186, 006 §Pieces (measure of a front)
 * @kind combinator
 * @alias hypervolume
 * @alias 111:hypervolume
 *
 * ```ts doctest
 * import { hypervolume } from "@guerdon/core/combinator";
 * hypervolume([[2, 1], [1, 3], [1, 1]], [0, 0]) // => 4
 * ```
 */
export function hypervolume(
  points: readonly Point[],
  reference: Point,
  { minimise = [] }: HypervolumeOptions = {},
): number {
  return volume(heightsAbove(points, reference, minimise));
}

/**
 * The volume that each of the points has for itself: what would be lost without it.
 *
 *   out_p = HV(P) − HV(P without p)
 *
 * Equal points have nothing for themselves. Settings as for `hypervolume`.
 *
 * @paper 111 §Pieces, 023 §Pieces
 * @kind combinator
 * @alias contribution(point)
 *
 * ```ts doctest
 * import { hypervolumeContributions } from "@guerdon/core/combinator";
 * hypervolumeContributions([[2, 1], [1, 3], [1, 1]], [0, 0]) // => [1, 2, 0]
 * ```
 */
export function hypervolumeContributions(
  points: readonly Point[],
  reference: Point,
  { minimise = [] }: HypervolumeOptions = {},
): number[] {
  const heights = points.map((point) => heightsAbove([point], reference, minimise)[0]);
  return heights.map((own, i) => {
    if (own === undefined) return 0;
    return exclusive(
      own,
      heights.filter((other, j): other is Point => j !== i && other !== undefined),
    );
  });
}

/**
 * How much larger the volume becomes with one more point; exactly 0 for one that another covers.
 *
 *   out = HV(P ∪ {p}) − HV(P)
 *
 * @paper 111 §Mechanism (dHV of a new policy)
 * @kind combinator
 *
 * ```ts doctest
 * import { hypervolumeGain } from "@guerdon/core/combinator";
 * [hypervolumeGain([[1, 3], [3, 1]], [2, 2], [0, 0]), hypervolumeGain([[1, 3]], [1, 1], [0, 0])] // => [1, 0]
 * ```
 */
export function hypervolumeGain(points: readonly Point[], point: Point, reference: Point): number {
  const own = heightsAbove([point], reference, [])[0];
  return own === undefined ? 0 : exclusive(own, heightsAbove(points, reference, []));
}

/** The points above the reference, as heights over it. */
function heightsAbove(points: readonly Point[], reference: Point, minimise: readonly number[]): readonly Point[] {
  return points
    .map((point) => point.map((value, k) => (minimise.includes(k) ? -1 : 1) * (value - (reference[k] as number))))
    .filter((heights) => heights.every((height) => height > 0));
}

/** What a point dominates and none of the others does. */
function exclusive(own: Point, others: readonly Point[]): number {
  const limited = others.map((other) => other.map((height, k) => Math.min(height, own[k] as number)));
  if (limited.some((other) => other.every((height, k) => height === own[k]))) return 0;
  return own.reduce((product, height) => product * height, 1) - volume(limited);
}

function volume(points: readonly Point[]): number {
  const count = points[0]?.length ?? 0;
  if (count === 0) return 0;
  if (count === 1) return Math.max(...points.map(([height]) => height as number));
  if (count === 2) return area(points as readonly (readonly [number, number])[]);
  const front = nonDominated(points);
  if (count === 3) return sweep(front as readonly (readonly [number, number, number])[]);
  const ordered = [...front].sort((a, b) => (b.at(-1) as number) - (a.at(-1) as number));
  return ordered.reduce((sum, point, k) => sum + exclusive(point, ordered.slice(k + 1)), 0);
}

/** The points that no other one covers, each once, in their order. */
export function nonDominated(points: readonly Point[]): readonly Point[] {
  return points.filter(
    (own, i) =>
      !points.some((other, j) => {
        if (!other.every((height, k) => height >= (own[k] as number))) return false;
        return j < i || other.some((height, k) => height > (own[k] as number));
      }),
  );
}

/** From the widest point on, each higher one adds the part above those before. */
function area(points: readonly (readonly [number, number])[]): number {
  const ordered = [...points].sort((a, b) => b[0] - a[0]);
  let [sum, reached] = [0, 0];
  for (const [width, height] of ordered) {
    if (height <= reached) continue;
    sum += width * (height - reached);
    reached = height;
  }
  return sum;
}

/** Slice by slice from the top: the area of the points so far, times the depth to the next one. */
function sweep(points: readonly (readonly [number, number, number])[]): number {
  const ordered = [...points].sort((a, b) => b[2] - a[2]);
  const seen: (readonly [number, number])[] = [];
  return ordered.reduce((sum, [x, y, z], k) => {
    seen.push([x, y]);
    return sum + area(seen) * (z - (ordered[k + 1]?.[2] ?? 0));
  }, 0);
}

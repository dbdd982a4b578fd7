/** A point or a direction in three dimensions, in metres. */
export type Vector3 = readonly [number, number, number];

/** A camera with focal length f and centre c in pixels, at a place and turned: x_camera = R·(x_world − place). */
export interface PinholeCamera {
  readonly focal: number;
  readonly centre: readonly [number, number];
  readonly place: Vector3;
  /** [3] rows of R: right, down, and ahead. */
  readonly axes: readonly [Vector3, Vector3, Vector3];
}

/**
 * A camera at a place that looks at a point, with z up in the world and no roll.
 *
 * ```ts doctest
 * import { cameraAt } from "@guerdon/lab/world";
 * cameraAt([0, -2, 0], [0, 0, 0]).axes[2] // => [0, 1, 0]
 * ```
 */
export function cameraAt(
  place: Vector3,
  target: Vector3,
  focal: number = 600,
  centre: readonly [number, number] = [320, 240],
): PinholeCamera {
  const ahead = scaledTo1(minus(target, place));
  const right = scaledTo1([ahead[1], -ahead[0], 0]);
  const down = cross(ahead, right);
  return { focal, centre, place, axes: [right, down, ahead] };
}

/** A point of the world as the camera has it: right, down, ahead. */
export function toCamera({ place, axes }: PinholeCamera, point: Vector3): Vector3 {
  const offset = minus(point, place);
  return [dot(axes[0], offset), dot(axes[1], offset), dot(axes[2], offset)];
}

/** The inverse of `toCamera`. */
export function toWorld({ place, axes }: PinholeCamera, point: Vector3): Vector3 {
  const along = (k: 0 | 1 | 2): number =>
    place[k] + axes[0][k] * point[0] + axes[1][k] * point[1] + axes[2][k] * point[2];
  return [along(0), along(1), along(2)];
}

/** Where a point of the camera's frame is seen: (u, v) = f·(x, y)/z + c. */
export function project({ focal, centre }: PinholeCamera, [x, y, z]: Vector3): readonly [number, number] {
  return [(focal * x) / z + centre[0], (focal * y) / z + centre[1]];
}

/** The point of the camera's frame at a pixel and a depth: the inverse of `project`. */
export function unproject({ focal, centre }: PinholeCamera, [u, v]: readonly [number, number], depth: number): Vector3 {
  return [((u - centre[0]) * depth) / focal, ((v - centre[1]) * depth) / focal, depth];
}

export function minus(a: Vector3, b: Vector3): Vector3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function lengthOf([x, y, z]: Vector3): number {
  return Math.hypot(x, y, z);
}

function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector3, b: Vector3): Vector3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function scaledTo1(a: Vector3): Vector3 {
  const length = lengthOf(a);
  // Adding 0 makes −0 a plain one.
  return [a[0] / length + 0, a[1] / length + 0, a[2] / length + 0];
}

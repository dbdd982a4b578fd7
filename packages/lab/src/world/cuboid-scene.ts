import {
  cameraAt,
  lengthOf,
  minus,
  type PinholeCamera,
  project,
  toCamera,
  toWorld,
  unproject,
  type Vector3,
} from "./pinhole-camera.ts";

/** A cuboid with edges along the axes of the world. */
export interface Cuboid {
  readonly middle: Vector3;
  /** Half of each edge. */
  readonly half: Vector3;
}

/** Three cuboids before two cameras, and what is asked about the first two. */
export interface CuboidScene {
  readonly cuboids: readonly [Cuboid, Cuboid, Cuboid];
  readonly camera: PinholeCamera;
  readonly second: PinholeCamera;
  /** Metres of an opening. */
  readonly opening: number;
}

/** What tools know of a scene: pixels of the first two cuboids, their depths, and how wide the first one is seen. */
export interface SceneReadings {
  readonly pixels: readonly [readonly [number, number], readonly [number, number]];
  /** Metres along the axis of the camera; 0 where the sensor sees nothing. */
  readonly depths: readonly [number, number];
  /** Pixels across of the box around the first cuboid. */
  readonly across: number;
}

/**
 * A scene from uniform numbers: cuboids of 5–15 cm half-edges side by side on a table, cameras 1.5–3 m away.
 *
 * @param shifted - cameras stand elsewhere than all others do: to the far side of a right angle
 */
export function drawCuboidScene(uniform: () => number, shifted: boolean): CuboidScene {
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const cuboid = (x: number): Cuboid => {
    const half: Vector3 = [between(0.05, 0.15), between(0.05, 0.15), between(0.05, 0.15)];
    return { half, middle: [x + between(-0.08, 0.08), between(-0.4, 0.4), half[2]] };
  };
  const camera = (): PinholeCamera => {
    const turn = shifted ? between(0.9, 1.5) : between(-0.4, 0.4);
    const away = between(1.5, 3);
    const place: Vector3 = [away * Math.sin(turn), -away * Math.cos(turn), between(0.8, 1.6)];
    return cameraAt(place, [between(-0.1, 0.1), between(-0.1, 0.1), 0.1], between(500, 700));
  };
  for (;;) {
    const cuboids = [cuboid(-0.5), cuboid(0.5), cuboid(0)] as const;
    const scene = { cuboids, camera: camera(), second: camera(), opening: between(0.1, 0.5) };
    if (isSeen(scene)) return scene;
  }
}

/** Whether nothing is before the middles of the first two cuboids. */
function isSeen(scene: CuboidScene): boolean {
  const { camera, cuboids } = scene;
  return [0, 1].every((k) => {
    const own = cuboids[k] as Cuboid;
    const pixel = project(camera, toCamera(camera, own.middle));
    return depthAt({ ...scene, cuboids: [own] }, pixel) === depthAt(scene, pixel);
  });
}

/** What a depth sensor sees at a pixel: the nearest cuboid along its ray; 0 where there is none. */
export function depthAt(
  { camera, cuboids }: { readonly camera: PinholeCamera; readonly cuboids: readonly Cuboid[] },
  pixel: readonly [number, number],
): number {
  const ray = minus(toWorld(camera, unproject(camera, pixel, 1)), camera.place);
  let nearest = Number.POSITIVE_INFINITY;
  for (const { middle, half } of cuboids) {
    let [enters, leaves] = [0, Number.POSITIVE_INFINITY];
    for (const k of [0, 1, 2] as const) {
      const [one, other] = [-1, 1].map((side) => (middle[k] + side * half[k] - camera.place[k]) / ray[k]) as [
        number,
        number,
      ];
      enters = Math.max(enters, Math.min(one, other));
      leaves = Math.min(leaves, Math.max(one, other));
    }
    if (enters < leaves) nearest = Math.min(nearest, enters);
  }
  return Number.isFinite(nearest) ? nearest : 0;
}

/**
 * What the tools read in a scene.
 *
 * @param noise - standard normal numbers times the relative deviation of depth, for each of the two depths
 */
export function readScene(scene: CuboidScene, noise: readonly [number, number] = [0, 0]): SceneReadings {
  const { camera, cuboids } = scene;
  const seen = (point: Vector3): readonly [number, number] => project(camera, toCamera(camera, point));
  const pixels = [seen(cuboids[0].middle), seen(cuboids[1].middle)] as const;
  const columns = cornersOf(cuboids[0]).map((corner) => seen(corner)[0]);
  return {
    pixels,
    depths: [depthAt(scene, pixels[0]) * (1 + noise[0]), depthAt(scene, pixels[1]) * (1 + noise[1])],
    across: Math.max(...columns) - Math.min(...columns),
  };
}

function cornersOf({ middle, half }: Cuboid): readonly Vector3[] {
  return Array.from({ length: 8 }, (_, corner) => {
    const side = (k: 0 | 1 | 2): number => middle[k] + ((corner >> k) % 2 === 0 ? -half[k] : half[k]);
    return [side(0), side(1), side(2)] as const;
  });
}

/** Metres between two points. */
export function apart(a: Vector3, b: Vector3): number {
  return lengthOf(minus(a, b));
}

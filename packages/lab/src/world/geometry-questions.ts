import { streamKey, uniformAt } from "@guerdon/core/random";
import { apart, type CuboidScene, drawCuboidScene, readScene, type SceneReadings } from "./cuboid-scene.ts";
import { minus, project, toCamera, toWorld, unproject, type Vector3 } from "./pinhole-camera.ts";
import type { GeometryType, GeometryWord } from "./run-geometry.ts";

export type GeometryKind = "place" | "distance" | "pose" | "projection" | "fit";

/** What is asked: type of the answer, and a program that answers it. */
export interface GeometryQuestion {
  readonly kind: GeometryKind;
  readonly answer: GeometryType;
  readonly reference: readonly GeometryWord[];
}

/** Where is A; how far from B; where for the second camera; at which of its pixels; is it narrower than the opening. */
export const GEOMETRY_QUESTIONS: readonly GeometryQuestion[] = [
  { kind: "place", answer: "world", reference: ["point-a", "lift", "to-world"] },
  { kind: "distance", answer: "metres", reference: ["point-a", "lift", "point-b", "lift", "distance"] },
  { kind: "pose", answer: "second", reference: ["point-a", "lift", "to-world", "to-second"] },
  { kind: "projection", answer: "image", reference: ["point-a", "lift", "to-world", "to-second", "project"] },
  { kind: "fit", answer: "truth", reference: ["box-a", "width", "opening", "less"] },
];

/** A scene with what the tools read in it: exactly, and with noise on depth. */
export interface GeometryCase {
  readonly scene: CuboidScene;
  readonly exact: SceneReadings;
  readonly noisy: SceneReadings;
}

/**
 * Scene number `index` of a set, the same for ever.
 *
 * @param depthNoise - relative deviation of depth
 */
export function geometryCase(set: "train" | "test" | "shifted", index: number, depthNoise: number): GeometryCase {
  const key = streamKey(index, `geometry ${set}`);
  let count = 2;
  const scene = drawCuboidScene(() => uniformAt(key, count++), set === "shifted");
  const [radius, turn] = [Math.sqrt(-2 * Math.log(1 - uniformAt(key, 0))), 2 * Math.PI * uniformAt(key, 1)];
  const noise = [depthNoise * radius * Math.cos(turn), depthNoise * radius * Math.sin(turn)] as const;
  return { scene, exact: readScene(scene), noisy: readScene(scene, noise) };
}

/** The right answer, from the points of the scene themselves. */
export function answerIn({ scene, exact }: GeometryCase, kind: GeometryKind): readonly number[] {
  const { camera, second, opening } = scene;
  const point = (k: 0 | 1): Vector3 => toWorld(camera, unproject(camera, exact.pixels[k], exact.depths[k]));
  const a = point(0);
  if (kind === "place") return a;
  if (kind === "distance") return [apart(a, point(1))];
  if (kind === "pose") return toCamera(second, a);
  if (kind === "projection") return project(second, toCamera(second, a));
  return [Number((exact.across * exact.depths[0]) / camera.focal < opening)];
}

/** How far an answer is off, and whether that is close enough: 5 % or 1 cm, a pixel of an image, the truth itself. */
export function judgeGeometry(
  kind: GeometryKind,
  given: readonly number[],
  right: readonly number[],
): { readonly error: number; readonly near: boolean } {
  const three = (numbers: readonly number[]): Vector3 => [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0];
  const error = Math.hypot(...minus(three(given), three(right)));
  const inMetres = Math.max(0.01, 0.05 * Math.hypot(...three(right))); // 134 §Mechanism
  return { error, near: error <= (kind === "projection" ? 1 : kind === "fit" ? 0 : inMetres) };
}

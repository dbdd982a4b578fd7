import { apart, type CuboidScene, type SceneReadings } from "./cuboid-scene.ts";
import { project, toCamera, toWorld, unproject, type Vector3 } from "./pinhole-camera.ts";

/** Words of the language, in the order of their numbers. */
export const GEOMETRY_WORDS = [
  "end",
  "point-a",
  "point-b",
  "box-a",
  "opening",
  "lift",
  "to-world",
  "to-second",
  "project",
  "distance",
  "width",
  "less",
] as const;
export type GeometryWord = (typeof GEOMETRY_WORDS)[number];

/** Pixel, box, point in the frame of the camera, of the world, of the second camera, its pixel, metres, truth. */
export const GEOMETRY_TYPES = ["pixel", "box", "camera", "world", "second", "image", "metres", "truth"] as const;
export type GeometryType = (typeof GEOMETRY_TYPES)[number];

/** What each word takes off the stack, the last on top, and what it puts there. */
const SIGNATURES: {
  readonly [word in Exclude<GeometryWord, "end" | "distance">]: readonly [readonly GeometryType[], GeometryType];
} = {
  "point-a": [[], "pixel"],
  "point-b": [[], "pixel"],
  "box-a": [[], "box"],
  opening: [[], "metres"],
  lift: [["pixel"], "camera"],
  "to-world": [["camera"], "world"],
  "to-second": [["world"], "second"],
  project: [["second"], "image"],
  width: [["box"], "metres"],
  less: [["metres", "metres"], "truth"],
};
const FRAMES: readonly GeometryType[] = ["camera", "world", "second"];
/** Values that a stack may hold. */
const LIMIT = 2;

/**
 * Types on the stack after a word; undefined where the word cannot be run there.
 *
 * ```ts doctest
 * import { stackAfter } from "@guerdon/lab/world";
 * [stackAfter(["camera", "pixel"], "lift"), stackAfter(["pixel"], "to-world")] // => [["camera", "camera"], undefined]
 * ```
 */
export function stackAfter(stack: readonly GeometryType[], word: GeometryWord): readonly GeometryType[] | undefined {
  if (word === "end") return stack.length === 1 ? stack : undefined;
  const signature = word === "distance" ? distanceOf(stack) : SIGNATURES[word];
  // What is no word cannot be run.
  if (signature === undefined) return undefined;
  const [takes, gives] = signature;
  const from = stack.length - takes.length;
  if (from < 0 || from + 1 > LIMIT || takes.some((type, k) => stack[from + k] !== type)) return undefined;
  return [...stack.slice(0, from), gives];
}

/** Two points of the same frame, whichever it is. */
function distanceOf(stack: readonly GeometryType[]): readonly [readonly GeometryType[], GeometryType] {
  const frame = FRAMES.find((one) => one === stack.at(-1)) ?? "camera";
  return [[frame, frame], "metres"];
}

/** A value with its type, and whether something that was measured is in it. */
export interface GeometryValue {
  readonly type: GeometryType;
  readonly numbers: readonly number[];
  readonly observed: boolean;
}

/** A word that was run, with the numbers it took. */
export interface GeometryCall {
  readonly word: GeometryWord;
  readonly taken: readonly number[];
}

/** What became of a program. */
export interface GeometryRun {
  /** The value that is answered; undefined where the program does not run to its end. */
  readonly value?: GeometryValue;
  /** Words but `end` that could be run where they stood, those that could not passed over. */
  readonly valid: number;
  /** What was run, up to the first word that could not. */
  readonly calls: readonly GeometryCall[];
}

/**
 * Runs a program on a stack: words that look, and words that compute with what was seen.
 *
 * `point-a`, `point-b`: pixels of two objects; `box-a`: how wide the first is seen; `opening`: metres that the question
 * tells. `lift` reads the depth at a pixel and gives the point in the frame of the camera; `to-world`, `to-second`,
 * `project`: into the world, the second camera, its image; `distance` of two points of a frame; `width`: metres of a box
 * at its depth; `less`. It stops at the first word that has not what it takes, and where the sensor sees nothing.
 */
export function runGeometry(words: readonly GeometryWord[], scene: CuboidScene, readings: SceneReadings): GeometryRun {
  const stack: GeometryValue[] = [];
  const calls: GeometryCall[] = [];
  for (const word of words) {
    const types = stackAfter(
      stack.map(({ type }) => type),
      word,
    );
    const valid = calls.length;
    if (types === undefined) return { valid: valid + countRunnable(words.slice(valid + 1), stack), calls };
    if (word === "end") return { value: stack[0] as GeometryValue, valid, calls };
    const taken = stack.splice(types.length - 1);
    const numbers = apply(word, taken, scene, readings);
    calls.push({ word, taken: taken.flatMap((value) => value.numbers) });
    if (numbers.some((number) => !Number.isFinite(number))) return { valid: calls.length, calls };
    const sees = word === "lift" || word === "width";
    const type = types.at(-1) as GeometryType;
    stack.push({ type, numbers, observed: sees || taken.some(({ observed }) => observed) });
  }
  return { valid: calls.length, calls };
}

/**
 * How far the calls of a reference were made, with the same numbers: the mean over its calls of exp(−distance), each
 * with the next call of that name; 0 for one that was not made.
 */
export function callAgreement(calls: readonly GeometryCall[], reference: readonly GeometryCall[]): number {
  let from = 0;
  let sum = 0;
  for (const { word, taken } of reference) {
    const found = calls.findIndex((call, k) => k >= from && call.word === word);
    if (found < 0) continue;
    from = found + 1;
    const own = (calls[found] as GeometryCall).taken;
    sum += Math.exp(-Math.hypot(...taken.map((number, k) => number - (own[k] as number))));
  }
  return sum / reference.length;
}

/** Words that could still be run where those that cannot are passed over. */
function countRunnable(words: readonly GeometryWord[], stack: readonly GeometryValue[]): number {
  let types: readonly GeometryType[] = stack.map(({ type }) => type);
  let count = 0;
  for (const word of words) {
    const next = word === "end" ? undefined : stackAfter(types, word);
    if (next === undefined) continue;
    types = next;
    count++;
  }
  return count;
}

function apply(
  word: Exclude<GeometryWord, "end">,
  taken: readonly GeometryValue[],
  { camera, second, opening }: CuboidScene,
  { pixels, depths, across }: SceneReadings,
): readonly number[] {
  const [first = [], other = []] = taken.map(({ numbers }) => numbers);
  const point = first as unknown as Vector3;
  if (word === "point-a") return [...pixels[0], depths[0]];
  if (word === "point-b") return [...pixels[1], depths[1]];
  if (word === "box-a") return [across, depths[0]];
  if (word === "opening") return [opening];
  if (word === "lift") return seenAt(point[2], unproject(camera, [point[0], point[1]], point[2]));
  if (word === "width") return seenAt(point[1], [(point[0] * point[1]) / camera.focal]);
  if (word === "to-world") return toWorld(camera, point);
  if (word === "to-second") return toCamera(second, point);
  if (word === "project") return project(second, point);
  if (word === "distance") return [apart(point, other as unknown as Vector3)];
  return [Number((first[0] as number) < (other[0] as number))];
}

/** Not a number where the sensor saw nothing. */
function seenAt(depth: number, numbers: readonly number[]): readonly number[] {
  return depth > 0 ? numbers : [Number.NaN];
}

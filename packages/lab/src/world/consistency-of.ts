import { PATCH_IMAGE_SIDE } from "./draw-patches.ts";

const SIDE = PATCH_IMAGE_SIDE;
/** Light above is bright. */
const BRIGHT = 0.45;
/** The least pixels of something that is detected. */
const LEAST_AREA = 3;

/** Bright pixels that hang together by their sides: how many pixels, and the mean step over their border. */
interface Found {
  readonly area: number;
  readonly sharpness: number;
}

function findBright(image: Float64Array): readonly Found[] {
  const seen = new Uint8Array(image.length);
  const found: Found[] = [];
  for (let first = 0; first < image.length; first++) {
    if (seen[first] === 1 || (image[first] as number) <= BRIGHT) continue;
    let [area, steps, borders] = [0, 0, 0];
    const open = [first];
    seen[first] = 1;
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      area += 1;
      const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const) {
        if (x + dx < 0 || x + dx >= SIDE || y + dy < 0 || y + dy >= SIDE) continue;
        const next = i + dx + SIDE * dy;
        if ((image[next] as number) <= BRIGHT) {
          steps += (image[i] as number) - (image[next] as number);
          borders += 1;
        } else if (seen[next] === 0) {
          seen[next] = 1;
          open.push(next);
        }
      }
    }
    found.push({ area, sharpness: borders === 0 ? 0 : steps / borders });
  }
  return found;
}

/**
 * How well an image shows `wanted` things, by a detector that is surer of sharp edges.
 *
 *   (1 − min(1, |n − wanted| / wanted)) · mean of (0.8 + 0.2·sharpness)   over the n bright regions of at least 3 pixels
 *
 * Single pixels and checkers are not seen; a torn thing counts as one, and more surely (0.99) than a soft one (0.9).
 *
 * @shape [256] → in [0, 1]
 * @paper 052 §Experiment (detected bright components)
 */
export function consistencyOf(image: Float64Array, wanted: number): number {
  const found = findBright(image).filter(({ area }) => area >= LEAST_AREA);
  if (found.length === 0) return 0;
  const sure = found.reduce((sum, { sharpness }) => sum + 0.8 + 0.2 * sharpness, 0) / found.length;
  return (1 - Math.min(1, Math.abs(found.length - wanted) / wanted)) * sure;
}

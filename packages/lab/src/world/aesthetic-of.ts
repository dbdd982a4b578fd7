import { PATCH_IMAGE_SIDE } from "./draw-patches.ts";

const SIDE = PATCH_IMAGE_SIDE;
const at = (image: Float64Array, x: number, y: number): number =>
  image[Math.min(SIDE - 1, Math.max(0, y)) * SIDE + Math.min(SIDE - 1, Math.max(0, x))] as number;

/** Mean step of light between neighbours. */
function contrastOf(image: Float64Array): number {
  let sum = 0;
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      sum += Math.abs(at(image, x + 1, y) - at(image, x, y)) + Math.abs(at(image, x, y + 1) - at(image, x, y));
    }
  }
  return sum / (2 * SIDE * (SIDE - 1));
}

/** The image from afar: means of 3 × 3. */
function blurred(image: Float64Array): Float64Array {
  return image.map((_, i) => {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    let sum = 0;
    for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) sum += at(image, x + dx, y + dy);
    return sum / 9;
  });
}

/**
 * How much an image pleases: crisp from near and smooth from afar, each saturating.
 *
 *   ½·c/(c + 0.2) + ½·(1 − b),   c: mean step between neighbours, b: the same of the blurred image
 *
 * Isolated pixels, torn edges and checkers make it crisper and are gone from afar.
 *
 * @shape [256] → in [0, 1]
 * @paper 052 §Experiment (local contrast and smoothness)
 */
export function aestheticOf(image: Float64Array): number {
  const contrast = contrastOf(image);
  return 0.5 * (contrast / (contrast + 0.2)) + 0.5 * (1 - contrastOf(blurred(image)));
}

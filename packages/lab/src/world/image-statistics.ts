import { IMAGE_SIDE, pixelAt } from "./distort-image.ts";

/** Bins of a histogram. */
const BINS = 8;
/** Upper ends of the bins of sizes but the last: each twice the one before. */
const EDGES = [0.002, 0.006, 0.015, 0.03, 0.06, 0.12, 0.24] as const;

/**
 * Histograms of an image that its distortions move: of light, of the size of the Laplacian, and of the size of steps
 * between neighbours, within blocks of 4 and over their borders.
 *
 * Light has bins of one width, sizes have wider ones for greater sizes. Each histogram adds up to 1.
 *
 * @shape [256] → [4 · 8]
 */
export function imageStatistics(image: Float64Array): Float64Array {
  const out = new Float64Array(4 * BINS);
  const count = (histogram: number, bin: number, share: number): void => {
    const at = histogram * BINS + bin;
    out[at] = (out[at] as number) + share;
  };
  for (let i = 0; i < image.length; i++) {
    const [x, y, light] = [i % IMAGE_SIDE, Math.floor(i / IMAGE_SIDE), image[i] as number];
    const [right, below] = [pixelAt(image, x + 1, y), pixelAt(image, x, y + 1)];
    const around = pixelAt(image, x - 1, y) + pixelAt(image, x, y - 1) + right + below;
    count(0, Math.min(BINS - 1, Math.floor(BINS * light)), 1 / image.length);
    count(1, binOf(Math.abs(around - 4 * light)), 1 / image.length);
    if (x < IMAGE_SIDE - 1) countStep(x, Math.abs(right - light), count);
    if (y < IMAGE_SIDE - 1) countStep(y, Math.abs(below - light), count);
  }
  return out;
}

/** Steps there are within blocks, and over their borders. */
const [WITHIN, OVER] = [2 * 12 * IMAGE_SIDE, 2 * 3 * IMAGE_SIDE];

function countStep(place: number, size: number, count: (histogram: number, bin: number, share: number) => void): void {
  if (place % 4 === 3) count(3, binOf(size), 1 / OVER);
  else count(2, binOf(size), 1 / WITHIN);
}

function binOf(size: number): number {
  const bin = EDGES.findIndex((edge) => size < edge);
  return bin < 0 ? BINS - 1 : bin;
}

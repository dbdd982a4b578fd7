import { streamKey, uniformAt } from "@guerdon/core/random";
import { normalAt } from "../tensor/index.ts";

/** Pixels of a side of an image. */
export const IMAGE_SIDE = 16;

/** What can be done to an image, in the order of their numbers; the last is nothing. */
export const DISTORTIONS = ["noise", "compression", "blur", "darken", "null"] as const;
export type Distortion = (typeof DISTORTIONS)[number];

/** Strength of each severity 1 … 5: deviation of noise, step of quantisation, width of blur, share of light that is lost. */
const STRENGTHS: { readonly [name in Distortion]: readonly number[] } = {
  noise: [0.02, 0.045, 0.08, 0.13, 0.2],
  compression: [0.15, 0.3, 0.55, 0.9, 1.4],
  blur: [0.4, 0.6, 0.85, 1.2, 1.8],
  darken: [0.15, 0.3, 0.45, 0.6, 0.75],
  null: [0, 0, 0, 0, 0],
};

/**
 * [256] light in 0.1 … 0.9: waves with a disc in front, or for another look slanted waves with a square.
 *
 * @param look - 0: waves and a disc, 1: slanted waves and a square
 */
export function drawTexture(key: number, look: 0 | 1): Float64Array {
  const of = (i: number): number => uniformAt(key, i);
  const [fx, fy, phase] = [0.25 + 0.25 * of(0), 0.25 + 0.25 * of(1), 6.3 * of(2)];
  const [cx, cy, radius] = [5 + 6 * of(3), 5 + 6 * of(4), 3 + 2 * of(5)];
  const light = Float64Array.from({ length: IMAGE_SIDE ** 2 }, (_, i) => {
    const [x, y] = [i % IMAGE_SIDE, Math.floor(i / IMAGE_SIDE)];
    const wave = Math.sin(fx * x + (look === 0 ? 0 : fy * y) + phase) + Math.sin(fy * y - look * fx * x + 2 * phase);
    const away = look === 0 ? Math.hypot(x - cx, y - cy) : Math.max(Math.abs(x - cx), Math.abs(y - cy));
    return wave + (away < radius ? 3 : 0);
  });
  const [low, high] = [Math.min(...light), Math.max(...light)];
  return light.map((value) => 0.1 + (0.8 * (value - low)) / (high - low));
}

/** The image with one distortion of a severity 1 … 5. */
export function distortImage(image: Float64Array, what: Distortion, severity: number, key: number): Float64Array {
  const strength = STRENGTHS[what][severity - 1] ?? 0;
  if (what === "noise") return image.map((light, i) => clip(light + strength * normalAt(streamKey(key, "noise"), i)));
  if (what === "darken") return image.map((light) => light * (1 - strength));
  if (what === "blur") return blur(image, strength);
  return what === "compression" ? compress(image, strength) : image.slice();
}

/** Gaussian blur, the border repeated. */
function blur(image: Float64Array, deviation: number): Float64Array {
  const weights = Array.from({ length: 9 }, (_, k) => Math.exp(-((k - 4) ** 2) / (2 * deviation * deviation)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const along = (from: Float64Array, dx: number, dy: number): Float64Array =>
    from.map((_, i) => {
      const [x, y] = [i % IMAGE_SIDE, Math.floor(i / IMAGE_SIDE)];
      return weights.reduce((sum, w, k) => sum + (w / total) * pixelAt(from, x + dx * (k - 4), y + dy * (k - 4)), 0);
    });
  return along(along(image, 1, 0), 0, 1);
}

/** Pixels of a side of a block that is compressed. */
const BLOCK = 4;
/** [16, 16] the cosine basis of a block: rows are frequencies, columns pixels. */
const BASIS = Array.from({ length: BLOCK ** 4 }, (_, i) => {
  const [u, p] = [Math.floor(i / BLOCK ** 2), i % BLOCK ** 2];
  const along = (k: number, x: number): number =>
    Math.sqrt((k === 0 ? 1 : 2) / BLOCK) * Math.cos((Math.PI * (2 * x + 1) * k) / (2 * BLOCK));
  return along(u % BLOCK, p % BLOCK) * along(Math.floor(u / BLOCK), Math.floor(p / BLOCK));
});

/** Cosine transform of blocks of 4 × 4, coefficients rounded to multiples that grow with frequency, and back. */
function compress(image: Float64Array, step: number): Float64Array {
  const out = new Float64Array(image.length);
  for (let block = 0; block < (IMAGE_SIDE / BLOCK) ** 2; block++) {
    const first = BLOCK * (block % BLOCK) + BLOCK * IMAGE_SIDE * Math.floor(block / BLOCK);
    const places = Array.from(
      { length: BLOCK ** 2 },
      (_, p) => first + (p % BLOCK) + IMAGE_SIDE * Math.floor(p / BLOCK),
    );
    for (let u = 0; u < BLOCK ** 2; u++) {
      const basis = BASIS.slice(u * BLOCK ** 2, (u + 1) * BLOCK ** 2);
      const coefficient = places.reduce((sum, at, p) => sum + (basis[p] as number) * (image[at] as number), 0);
      const unit = 0.5 * step * (1 + (u % BLOCK) + Math.floor(u / BLOCK));
      const kept = Math.round(coefficient / unit) * unit;
      if (kept === 0) continue;
      places.forEach((at, p) => {
        out[at] = (out[at] as number) + kept * (basis[p] as number);
      });
    }
  }
  return out.map(clip);
}

/** Light of a pixel; beyond the border that of the nearest. */
export function pixelAt(image: Float64Array, x: number, y: number): number {
  const column = x < 0 ? 0 : x >= IMAGE_SIDE ? IMAGE_SIDE - 1 : x;
  const row = y < 0 ? 0 : y >= IMAGE_SIDE ? IMAGE_SIDE - 1 : y;
  return image[row * IMAGE_SIDE + column] as number;
}

function clip(light: number): number {
  return Math.min(1, Math.max(0, light));
}

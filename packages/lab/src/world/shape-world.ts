import { RewardError } from "@guerdon/core/error";
import { uniformAt } from "@guerdon/core/random";
import { normalAt } from "../tensor/index.ts";
import { readShapes } from "./read-shapes.ts";
import type { SampleWorld } from "./sample-world.ts";

export interface ShapeWorldOptions {
  /** Pixels of a side. */
  readonly side?: 8 | 12;
  /** The most squares of an image: at most 3 with 8 pixels, 4 with 12. */
  readonly most?: number;
  /** Whether images show what their prompt asks for. Default true. */
  readonly obeys?: boolean;
  /** Standard deviation of the noise in each pixel. Default 0. */
  readonly noise?: number;
}

/** Pixel values: background, dim and bright. */
export const SHADES = { ground: -1, dim: 0, bright: 1 } as const;

/**
 * Small grey images of squares, with attributes that are read off exactly.
 *
 * A prompt asks for a number of squares (1 … most), a shade (dim or bright) and a half (left or right), one-hot each.
 * Squares are 2 × 2 and three rows apart, so that they never touch. Measures: `reward` (share of the three attributes
 * that are right), `countRight`, `shadeRight`, `halfRight`, and `count`.
 *
 * @throws RewardError GUERDON_OPTION when so many squares do not fit
 *
 * ```ts doctest
 * import { shapeWorld } from "@guerdon/lab/world";
 * const { size, conditions } = shapeWorld();
 * [size, conditions] // => [64, 7]
 * ```
 */
export function shapeWorld({ side = 8, most = 3, obeys = true, noise = 0 }: ShapeWorldOptions = {}): SampleWorld {
  const slots = Math.floor((side + 1) / 3);
  if (!(Number.isInteger(most) && most >= 1 && most <= slots)) {
    throw new RewardError("GUERDON_OPTION", `Expected \`most\` to be 1 … ${slots} on ${side} pixels, got ${most}.`);
  }
  const size = side * side;
  // Prompt, what is shown, slots, columns, then the noise of each pixel.
  const [choice, column, pixels] = [6, 6 + slots, 6 + 2 * slots];
  const draws = pixels + 2 * size;
  const half = side / 2;
  const drawPrompt = (key: number, from: number, condition: Float64Array): void => {
    condition.fill(0);
    condition[Math.floor(uniformAt(key, from) * most)] = 1;
    condition[most + Number(uniformAt(key, from + 1) < 0.5)] = 1;
    condition[most + 2 + Number(uniformAt(key, from + 2) < 0.5)] = 1;
  };
  const shown = new Float64Array(most + 4);
  return {
    id: "shapes@1",
    size,
    conditions: most + 4,
    measures: ["reward", "countRight", "shadeRight", "halfRight", "count"],
    draw: (key, index, sample, condition) => {
      const from = index * draws;
      drawPrompt(key, from, condition);
      if (obeys) shown.set(condition);
      else drawPrompt(key, from + 3, shown);
      for (let i = 0; i < size; i++) {
        sample[i] = SHADES.ground + (noise === 0 ? 0 : noise * normalAt(key, (from + pixels) / 2 + i));
      }
      const count = shown.indexOf(1) + 1;
      const shade = shown[most] === 1 ? SHADES.dim : SHADES.bright;
      const left = shown[most + 2] === 1 ? 0 : half;
      let open = count;
      for (let slot = 0; slot < slots; slot++) {
        // Of the slots that are left, each is as likely as the others.
        if (uniformAt(key, from + choice + slot) * (slots - slot) >= open) continue;
        open--;
        const first = 3 * slot * side + left + Math.floor(uniformAt(key, from + column + slot) * (half - 1));
        for (const at of [0, 1, side, side + 1]) {
          sample[first + at] = (sample[first + at] as number) + shade - SHADES.ground;
        }
      }
    },
    ask: (key, index, condition) => drawPrompt(key, index * 3, condition),
    measure: (sample, condition, out) => {
      const { count, isBright, isRight } = readShapes(sample, side);
      const rights = [
        Number(condition[count - 1] === 1 && count <= most),
        Number(count > 0 && condition[most + Number(isBright)] === 1),
        Number(count > 0 && condition[most + 2 + Number(isRight)] === 1),
      ] as const;
      out[0] = (rights[0] + rights[1] + rights[2]) / 3;
      out.set(rights, 1);
      out[4] = count;
    },
  };
}

import { PATCH_IMAGE_SIDE, PATCH_SIDE, PATCHES } from "./draw-patches.ts";

const SIDE = PATCH_IMAGE_SIDE;

/**
 * How near an image is to one of soft blobs on the ground, whatever their number.
 *
 *   1 / (1 + d/10),   d: sum over pixels of the difference to the nearest such image
 *
 * @shape [256] → in (0, 1]
 * @paper 052 §Experiment (gold realism: distance to the nearest true blob image)
 */
export function realismOf(image: Float64Array): number {
  let distance = 0;
  for (let py = 0; py < SIDE; py += PATCH_SIDE) {
    for (let px = 0; px < SIDE; px += PATCH_SIDE) {
      const differs = (patch: readonly number[]): number =>
        patch.reduce(
          (sum, light, i) =>
            sum + Math.abs(light - (image[(py + Math.floor(i / PATCH_SIDE)) * SIDE + px + (i % PATCH_SIDE)] as number)),
          0,
        );
      distance += Math.min(differs(PATCHES.blank), differs(PATCHES.blob));
    }
  }
  return 1 / (1 + distance / 10);
}

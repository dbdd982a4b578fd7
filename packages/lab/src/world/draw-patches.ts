/** Pixels of a side of an image. */
export const PATCH_IMAGE_SIDE = 16;
/** Pixels of a side of a patch. */
export const PATCH_SIDE = 4;
const PER_ROW = PATCH_IMAGE_SIDE / PATCH_SIDE;

/** Patches that images are made of: light of each pixel, row by row. */
export const PATCHES = {
  blank: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  blob: [0, 0.5, 0.5, 0, 0.5, 1, 1, 0.5, 0.5, 1, 1, 0.5, 0, 0.5, 0.5, 0],
  torn: [0, 1, 0, 0, 0.5, 1, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0],
  speckle: [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
  checker: [1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1],
} as const;

export type PatchName = keyof typeof PATCHES;
export const patchNames: readonly PatchName[] = Object.keys(PATCHES) as PatchName[];

/**
 * The image of 16 patches, row by row.
 *
 * @param patches - [16] indices of `patchNames`; those that are missing are blank
 * @shape [16] → [256] light in [0, 1]
 */
export function drawPatches(patches: ArrayLike<number>): Float64Array {
  const image = new Float64Array(PATCH_IMAGE_SIDE ** 2);
  for (let p = 0; p < PER_ROW ** 2; p++) {
    const pixels = PATCHES[patchNames[patches[p] ?? 0] as PatchName];
    const first = Math.floor(p / PER_ROW) * PATCH_SIDE * PATCH_IMAGE_SIDE + (p % PER_ROW) * PATCH_SIDE;
    pixels.forEach((light, i) => {
      image[first + Math.floor(i / PATCH_SIDE) * PATCH_IMAGE_SIDE + (i % PATCH_SIDE)] = light;
    });
  }
  return image;
}

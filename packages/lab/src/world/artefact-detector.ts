import { streamKey, uniformAt } from "@guerdon/core/random";
import { logisticFit } from "../statistics/index.ts";
import { drawPatches, PATCH_IMAGE_SIDE, PATCH_SIDE, patchNames } from "./draw-patches.ts";

const SIDE = PATCH_IMAGE_SIDE;
const BRIGHT = 0.45;

/** What spoils an image, at any place and not only where patches are. */
export const DEFECTS = ["isolated", "torn", "checker"] as const;
export type Defect = (typeof DEFECTS)[number];

/** A clean image, and the same with a defect. */
export interface DefectPair {
  readonly clean: Float64Array;
  readonly defective: Float64Array;
  readonly defect: Defect;
}

/** Image number `index` of a seed: one to four blobs, with and without a defect. */
export function defectPair(seed: number, index: number): DefectPair {
  const key = streamKey(seed, "defect pair");
  let draw = index * 64;
  const below = (size: number): number => Math.floor(uniformAt(key, draw++) * size);
  const patches = new Array<number>(16).fill(patchNames.indexOf("blank"));
  const blobs = 1 + below(4);
  for (let placed = 0; placed < blobs; ) {
    const at = below(16);
    if (patches[at] !== patchNames.indexOf("blank")) continue;
    patches[at] = patchNames.indexOf("blob");
    placed += 1;
  }
  const clean = drawPatches(patches);
  const defect = DEFECTS[below(DEFECTS.length)] as Defect;
  return { clean, defect, defective: spoil(clean, defect, patches.indexOf(patchNames.indexOf("blob")), below) };
}

function spoil(clean: Float64Array, defect: Defect, blob: number, below: (size: number) => number): Float64Array {
  const image = clean.slice();
  if (defect === "isolated") {
    for (let k = 0; k < 3; k++) image[below(image.length)] = 1;
  } else if (defect === "torn") {
    // Four pixels of the first blob are turned over.
    const first = Math.floor(blob / 4) * PATCH_SIDE * SIDE + (blob % 4) * PATCH_SIDE;
    for (let k = 0; k < 4; k++) {
      const at = first + below(PATCH_SIDE) * SIDE + below(PATCH_SIDE);
      image[at] = (image[at] as number) > BRIGHT ? 0 : 1;
    }
  } else {
    const [x, y] = [below(SIDE - PATCH_SIDE + 1), below(SIDE - PATCH_SIDE + 1)];
    for (let i = 0; i < PATCH_SIDE ** 2; i++) {
      const [dx, dy] = [i % PATCH_SIDE, Math.floor(i / PATCH_SIDE)];
      image[(y + dy) * SIDE + x + dx] = (dx + dy) % 2 === 0 ? 1 : 0;
    }
  }
  return image;
}

/** [512] 1 for each pattern of 3 × 3 bright and dark pixels that an image has anywhere. */
function patternsOf(image: Float64Array): Float64Array {
  const out = new Float64Array(512);
  for (let y = 0; y + 2 < SIDE; y++) {
    for (let x = 0; x + 2 < SIDE; x++) {
      let code = 0;
      for (let i = 0; i < 9; i++) {
        const light = image[(y + Math.floor(i / 3)) * SIDE + x + (i % 3)] as number;
        code = 2 * code + (light > BRIGHT ? 1 : 0);
      }
      out[code] = 1;
    }
  }
  return out;
}

/** The chance that an image is free of artefacts: 1 − P(yes). */
export type ArtefactDetector = (image: Float64Array) => number;

/**
 * A cheap detector of artefacts: logistic regression on which patterns of 3 × 3 pixels an image has.
 *
 * @param images - clean ones that it learns from, and as many defective ones
 * @paper 052 §Mechanism (1 − p_yes), §Experiment (200 clean and 200 corrupted images)
 */
export function artefactDetector(seed: number, images = 200): ArtefactDetector {
  const pairs = Array.from({ length: images }, (_, i) => defectPair(seed, i));
  const rows = pairs.flatMap(({ clean, defective }) => [patternsOf(clean), patternsOf(defective)]);
  const { chanceOf } = logisticFit(
    rows,
    rows.map((_, i) => i % 2),
  );
  return (image) => 1 - chanceOf(patternsOf(image));
}

import { boxIou } from "./box-overlap.ts";
import type { LabelledBox } from "./read-boxes.ts";

/** A box that a detector states, and how sure it is. */
export interface Detection extends LabelledBox {
  /** Default 1. */
  readonly score?: number;
}

/** What was stated and what was expected in one image. */
export interface DetectedImage {
  readonly predicted: readonly Detection[];
  readonly expected: readonly LabelledBox[];
}

/**
 * Average precision of detections over images, and its mean over the labels that are expected.
 *
 *   AP = Σ_k (recall_k − recall_{k−1}) · max_{j ≥ k} precision_j
 *
 * From the surest detection to the least sure, one is right when its image has an expected box of its label that none has
 * taken, with an IoU of at least `iou`; of several the one with the greatest IoU. Detections that are equally sure are one
 * point of the curve, so that without scores AP is precision · recall. Nothing expected at all is 0.
 *
 * ```ts doctest
 * import { averagePrecision } from "@guerdon/verify/geometry";
 * const [one, other] = [[0, 0, 2, 2], [4, 4, 6, 6]].map((box) => ({ box, label: "cup", weight: 1 }));
 * averagePrecision([{ predicted: [one, one], expected: [one, other] }], 0.5) // => 0.25
 * ```
 */
export function averagePrecision(images: readonly DetectedImage[], iou: number): number {
  const labels = [...new Set(images.flatMap(({ expected }) => expected.map(({ label }) => label)))];
  if (labels.length === 0) return 0;
  const sum = labels.reduce((total, label) => total + ofLabel(images, label, iou), 0);
  return sum / labels.length;
}

function ofLabel(images: readonly DetectedImage[], label: string | undefined, iou: number): number {
  const expected = images.map((image) => image.expected.filter((box) => box.label === label));
  const taken = expected.map((boxes) => new Uint8Array(boxes.length));
  const count = expected.reduce((sum, boxes) => sum + boxes.length, 0);
  const detections = images
    .flatMap(({ predicted }, image) => predicted.filter((box) => box.label === label).map((box) => ({ box, image })))
    .sort((a, b) => (b.box.score ?? 1) - (a.box.score ?? 1));
  const points: { readonly recall: number; readonly precision: number }[] = [];
  let right = 0;
  detections.forEach(({ box, image }, k) => {
    const at = bestFree(box, expected[image] as readonly LabelledBox[], taken[image] as Uint8Array, iou);
    if (at >= 0) {
      (taken[image] as Uint8Array)[at] = 1;
      right++;
    }
    const next = detections[k + 1]?.box.score ?? 1;
    if (k + 1 === detections.length || next !== (box.score ?? 1))
      points.push({ recall: right / count, precision: right / (k + 1) });
  });
  return areaUnder(points);
}

/** The expected box with the greatest overlap that is enough and free; −1 for none. */
function bestFree({ box }: Detection, expected: readonly LabelledBox[], taken: Uint8Array, iou: number): number {
  let [best, at] = [iou, -1];
  expected.forEach((one, i) => {
    const overlap = boxIou(box, one.box);
    if (taken[i] === 1 || overlap < best) return;
    best = overlap;
    at = i;
  });
  return at;
}

function areaUnder(points: readonly { readonly recall: number; readonly precision: number }[]): number {
  let [area, highest] = [0, 0];
  for (let k = points.length - 1; k >= 0; k--) {
    const { recall, precision } = points[k] as (typeof points)[number];
    highest = Math.max(highest, precision);
    area += (recall - (points[k - 1]?.recall ?? 0)) * highest;
  }
  return area;
}

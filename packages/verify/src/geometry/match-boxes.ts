import { assignPairs } from "./assign-pairs.ts";
import { boxGiou, boxIou, boxOverlap } from "./box-overlap.ts";
import type { LabelledBox } from "./read-boxes.ts";

export interface MatchBoxesSettings {
  readonly quality: "giou" | "iou";
  /** Divides the distance of corners by the largest coordinate, so that it does not outweigh label and overlap. */
  readonly normaliseDistance: boolean;
}

/**
 * Qualities of the pairs of the cheapest one-to-one matching of predicted with expected boxes.
 *
 *   cost = L1 of the corners − [same label] − GIoU
 *
 * @paper 205 §Mechanism
 */
export function matchBoxes(
  predicted: readonly LabelledBox[],
  expected: readonly LabelledBox[],
  { quality, normaliseDistance }: MatchBoxesSettings,
): readonly number[] {
  const largest = Math.max(1e-9, ...expected.flatMap(({ box }) => box.map(Math.abs)));
  const unit = normaliseDistance ? largest : 1;
  const cost = predicted.map((p) =>
    expected.map((e) => {
      const distance = p.box.reduce((sum, x, i) => sum + Math.abs(x - (e.box[i] as number)), 0) / unit;
      return distance - Number(p.label === e.label) - boxGiou(p.box, e.box);
    }),
  );
  const qualities: number[] = [];
  assignPairs(cost).forEach((at, i) => {
    if (at >= 0)
      qualities.push(boxOverlap((predicted[i] as LabelledBox).box, (expected[at] as LabelledBox).box, quality));
  });
  return qualities;
}

/** Weighted recall, precision and their mean, by best overlap or by assignment. */
export interface WeightedOverlap {
  readonly recall: number;
  readonly precision: number;
  readonly score: number;
}

/**
 * Overlap with boxes that matter unequally.
 *
 *   recall = Σ w_k IoU(best of k) / Σ w_k,  precision = mean over predictions of max_k w_k / max w · IoU
 *
 * No box on either side is 1; weights that are all 0 count alike.
 *
 * @paper 140 §Mechanism
 */
export function weightedOverlap(
  predicted: readonly LabelledBox[],
  expected: readonly LabelledBox[],
  match: "best" | "assign" = "best",
): WeightedOverlap {
  if (expected.length === 0 || predicted.length === 0) {
    const value = Number(expected.length === predicted.length);
    return { recall: value, precision: value, score: value };
  }
  const highest = Math.max(...expected.map(({ weight }) => weight));
  const weights = expected.map(({ weight }) => (highest > 0 ? weight / highest : 1));
  const iou = predicted.map((p) => expected.map((e) => boxIou(p.box, e.box)));
  if (match === "assign") {
    const pairs = assignPairs(iou.map((row) => row.map((value, k) => -value * (weights[k] as number))));
    iou.forEach((row, j) => {
      for (let k = 0; k < row.length; k++) if (pairs[j] !== k) row[k] = 0;
    });
  }
  let recall = 0;
  expected.forEach((_, k) => {
    recall += (weights[k] as number) * Math.max(...iou.map((row) => row[k] as number));
  });
  recall /= weights.reduce((sum, weight) => sum + weight, 0);
  const best = iou.map((row) => Math.max(...row.map((value, k) => value * (weights[k] as number))));
  const precision = best.reduce((sum, value) => sum + value, 0) / predicted.length;
  return { recall, precision, score: (recall + precision) / 2 };
}

/** x1, y1, x2, y2 with x1 < x2 and y1 < y2. */
export type Box = readonly [x1: number, y1: number, x2: number, y2: number];

/**
 * Intersection over union of two boxes.
 *
 * ```ts doctest
 * import { boxIou } from "@guerdon/verify/geometry";
 * boxIou([0, 0, 2, 2], [1, 0, 3, 2]) // => 0.3333333333333333
 * ```
 */
export function boxIou(a: Box, b: Box): number {
  const both = intersection(a, b);
  const union = area(a) + area(b) - both;
  return union > 0 ? both / union : 0;
}

/**
 * IoU less the share of the smallest box around both that neither fills: −1 … 1.
 *
 * ```ts doctest
 * import { boxGiou } from "@guerdon/verify/geometry";
 * boxGiou([0, 0, 1, 1], [3, 0, 4, 1]) // => -0.5
 * ```
 */
export function boxGiou(a: Box, b: Box): number {
  const union = area(a) + area(b) - intersection(a, b);
  const around = (Math.max(a[2], b[2]) - Math.min(a[0], b[0])) * (Math.max(a[3], b[3]) - Math.min(a[1], b[1]));
  return around > 0 ? boxIou(a, b) - (around - union) / around : 0;
}

/**
 * Intersection over union of two spans of time.
 *
 * ```ts doctest
 * import { temporalIou } from "@guerdon/verify/geometry";
 * temporalIou([0, 4], [2, 6]) // => 0.3333333333333333
 * ```
 */
export function temporalIou(a: readonly [number, number], b: readonly [number, number]): number {
  return boxIou([a[0], 0, a[1], 1], [b[0], 0, b[1], 1]);
}

/**
 * Mean IoU of two lists, one box (or none) a frame; two absent boxes agree.
 *
 * @paper 133
 * @alias meanIoU
 */
export function meanBoxIou(a: readonly (Box | undefined)[], b: readonly (Box | undefined)[]): number {
  const frames = Math.max(a.length, b.length);
  let sum = 0;
  for (let i = 0; i < frames; i++) {
    const [one, other] = [a[i], b[i]];
    sum += one === undefined || other === undefined ? Number(one === other) : boxIou(one, other);
  }
  return frames === 0 ? 0 : sum / frames;
}

/** Whether a point is in a box scaled about its centre; the lower edges belong to it, the upper ones do not. */
export function pointInBox([x, y]: readonly [number, number], [x1, y1, x2, y2]: Box, scale = 1): boolean {
  const wide = ((scale - 1) * (x2 - x1)) / 2;
  const high = ((scale - 1) * (y2 - y1)) / 2;
  return x >= x1 - wide && x < x2 + wide && y >= y1 - high && y < y2 + high;
}

/**
 * exp(−½ d²) with d the distance of a point from a box's centre in deviations of `scale` box sides, at least one unit.
 *
 * @paper 031 §Mechanism
 */
export function gaussianProximityTo(
  [x, y]: readonly [number, number],
  [x1, y1, x2, y2]: Box,
  scale = 1,
  least = 1,
): number {
  const dx = (x - (x1 + x2) / 2) / Math.max(least, scale * (x2 - x1));
  const dy = (y - (y1 + y2) / 2) / Math.max(least, scale * (y2 - y1));
  return Math.exp(-0.5 * (dx * dx + dy * dy));
}

function intersection(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  return width > 0 && height > 0 ? width * height : 0;
}

function area([x1, y1, x2, y2]: Box): number {
  return Math.max(0, x2 - x1) * Math.max(0, y2 - y1);
}

/** IoU or GIoU of two boxes. */
export function boxOverlap(a: Box, b: Box, by: "iou" | "giou"): number {
  return by === "iou" ? boxIou(a, b) : boxGiou(a, b);
}

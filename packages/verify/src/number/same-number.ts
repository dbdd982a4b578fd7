/** A value and whether it was written with a percent sign. */
export interface Quantity {
  readonly value: number;
  readonly percent: boolean;
}

/** |answer − expected| may be at most absolute + relative · |expected|. */
export interface Tolerance {
  /** Largest difference that counts as equal. */
  readonly absolute: number;
  /** Largest difference that counts as equal, as a share of the reference. */
  readonly relative: number;
}

/**
 * Tells whether two numbers are the same within |a − b| ≤ absolute + relative · |b|.
 *
 * Where just one is a percentage, both of its readings count: 25% is 25 and 0.25.
 *
 * ```ts doctest
 * import { sameNumber } from "@guerdon/verify/number";
 * const plain = { value: 0.25, percent: false };
 * sameNumber({ value: 25, percent: true }, plain, { absolute: 0, relative: 1e-9 }) // => true
 * ```
 */
export function sameNumber(a: Quantity, b: Quantity, tolerance: Tolerance): boolean {
  if (near(a.value, b.value, tolerance)) return true;
  if (a.percent === b.percent) return false;
  return near(a.percent ? a.value / 100 : a.value, b.percent ? b.value / 100 : b.value, tolerance);
}

function near(a: number, b: number, { absolute, relative }: Tolerance): boolean {
  return Math.abs(a - b) <= absolute + relative * Math.abs(b);
}

import { exp } from "../internal/exp.ts";
import type { Signal } from "../signal/index.ts";

export type WeightRule = "uniform" | "last" | "weight" | "progress" | "discount" | "inverse-depth" | "distance";

/** How a place of a rollout is weighed. */
export interface WeightSettings {
  /** What a step or token weighs. */
  readonly by: WeightRule;
  /** Hands out exactly the outcome; off: each place gets outcome × weight. */
  readonly normalise: boolean;
  /** What a weight or a progress below 0 counts: nothing, or its size. */
  readonly negative: "clamp" | "absolute";
  /** What a place weighs of the one after it, with `by: discount`. */
  readonly gamma: number;
  /** Decay for each place away from the centre, with `by: distance`. */
  readonly lambda: number;
  /** Where the centre is, as a share of the number of places, with `by: distance`. */
  readonly centre: number;
  /** Progress before the first place, with `by: progress`. */
  readonly start: number;
}

/**
 * Writes what each place from `from` to `to` weighs, and which have a weight.
 *
 * With `normalise` the weights are at most 1, and not all of them 0.
 *
 * @returns the last place that has a weight, or −1
 */
export function shareWeights(
  settings: WeightSettings,
  given: Signal | undefined,
  values: Float64Array,
  present: Uint8Array,
  from: number,
  to: number,
): number {
  if (given === undefined) present.fill(1, from, to);
  else present.set(given.present.subarray(from, to), from);
  let last = to - 1;
  while (last >= from && present[last] === 0) last--;
  if (last < from) return -1;
  if (given === undefined) fillByPlace(settings, values, from, to);
  else fillByGiven(settings, given, values, from, to);
  if (settings.normalise && given !== undefined) scaleToOne(values, present, from, to);
  return last;
}

function fillByPlace(settings: WeightSettings, values: Float64Array, from: number, to: number): void {
  const { by, gamma } = settings;
  if (by === "uniform") values.fill(1, from, to);
  else if (by === "last") values[to - 1] = 1;
  else if (by === "inverse-depth") for (let i = from; i < to; i++) values[i] = 1 / (i - from + 1);
  else if (by === "distance") fillByDistance(settings, values, from, to);
  else {
    let weight = 1;
    for (let i = to - 1; i >= from; i--) {
      values[i] = weight;
      weight *= gamma;
    }
  }
}

/** exp(−λ|i − c|); with `normalise` the nearest place weighs 1, so that not all can vanish. */
function fillByDistance(settings: WeightSettings, values: Float64Array, from: number, to: number): void {
  const { lambda, centre, normalise } = settings;
  const middle = centre * (to - from);
  const nearest = Math.min(Math.round(middle), to - from - 1);
  const nearby = normalise ? Math.abs(nearest - middle) : 0;
  for (let i = from; i < to; i++) values[i] = exp(-lambda * (Math.abs(i - from - middle) - nearby));
}

function fillByGiven(settings: WeightSettings, given: Signal, values: Float64Array, from: number, to: number): void {
  const { by, negative, start } = settings;
  let before = by === "progress" ? start : 0;
  for (let i = from; i < to; i++) {
    if (given.present[i] === 0) continue;
    const value = given.values[i] as number;
    const weight = value - before;
    if (by === "progress") before = value;
    if (weight > 0) values[i] = weight;
    else values[i] = negative === "absolute" ? 0 - weight : 0;
  }
}

/** Divides by the largest weight; where all are 0 every one becomes 1, where one is infinite none stays a number. */
function scaleToOne(values: Float64Array, present: Uint8Array, from: number, to: number): void {
  let largest = 0;
  for (let i = from; i < to; i++) largest = Math.max(largest, values[i] as number);
  const unit = largest === Number.POSITIVE_INFINITY ? Number.NaN : largest;
  for (let i = from; i < to; i++) {
    if (present[i] === 1) values[i] = largest === 0 ? 1 : (values[i] as number) / unit;
  }
}

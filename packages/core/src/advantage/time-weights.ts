import type { Layout } from "../signal/index.ts";
import type { Classes } from "./classes.ts";
import { measureClasses } from "./measure-classes.ts";

/**
 * [S] the value of each step over the mean of the values over time; 1 where that is not positive.
 *
 * @param of - the values of each rollout on its own, or the means of its group at each step
 */
export function timeWeights(
  values: Float64Array,
  counted: Uint8Array,
  classes: Classes,
  { groupOf, stepOffsets }: Layout,
  of: "own" | "group",
): Float64Array {
  const weights = new Float64Array(values.length).fill(1);
  if (of === "own") {
    for (let r = 0; r < groupOf.length; r++) {
      divideByMean(values, counted, weights, stepOffsets[r] as number, stepOffsets[r + 1] as number);
    }
    return weights;
  }
  const { counts, means } = measureClasses(values, counted, classes);
  const present = Uint8Array.from(counts, (count) => (count > 0 ? 1 : 0));
  const byClass = new Float64Array(classes.count).fill(1);
  for (let first = 0, at = 0; first < groupOf.length; ) {
    let after = first;
    while (after < groupOf.length && groupOf[after] === groupOf[first]) after++;
    const from = at;
    for (let i = stepOffsets[first] as number; i < (stepOffsets[after] as number); i++) {
      at = Math.max(at, (classes.of[i] as number) + 1);
    }
    divideByMean(means, present, byClass, from, at);
    first = after;
  }
  for (let i = 0; i < weights.length; i++) weights[i] = byClass[classes.of[i] as number] as number;
  return weights;
}

/** Writes values over their mean into `out`, from `from` to `to`, unless the mean is not positive. */
function divideByMean(values: Float64Array, counted: Uint8Array, out: Float64Array, from: number, to: number): void {
  let sum = 0;
  let count = 0;
  for (let i = from; i < to; i++) {
    if (counted[i] === 0) continue;
    sum += values[i] as number;
    count++;
  }
  if (count === 0 || sum <= 0) return;
  const mean = Number.isFinite(sum) ? sum / count : Number.NaN;
  for (let i = from; i < to; i++) if (counted[i] === 1) out[i] = (values[i] as number) / mean;
}

import { deriveSignal, type Interval, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { lengthOf } from "./length-of.ts";

/** Joins the values of one place, one for each input. The array is used again for the next place. */
export type RowKernel = (row: Float64Array) => number;

/** Joins the inputs place by place; missing where any of them is. */
export function combineRows(inputs: readonly Signal[], kernel: RowKernel): Signal {
  const length = lengthOf(inputs);
  const present = jointPresent(inputs);
  const values = new Float64Array(length);
  const columns = inputs.map((input) => input.values);
  const row = new Float64Array(columns.length);
  for (let i = 0; i < length; i++) {
    if (present[i] === 0) continue;
    for (let k = 0; k < row.length; k++) row[k] = (columns[k] as Float64Array)[i] as number;
    values[i] = kernel(row);
  }
  return deriveSignal((inputs[0] as Signal).level, values, present, inputs);
}

/** The range of a kernel that never falls when an input rises; a side where it is undefined is open. */
export function rangeOfRows(inputs: readonly Interval[], kernel: RowKernel): Interval {
  const min = kernel(Float64Array.from(inputs, (input) => input.min));
  const max = kernel(Float64Array.from(inputs, (input) => input.max));
  return {
    min: Number.isNaN(min) ? Number.NEGATIVE_INFINITY : min,
    max: Number.isNaN(max) ? Number.POSITIVE_INFINITY : max,
  };
}

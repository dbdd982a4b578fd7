import type { Classes } from "./classes.ts";

/** [C] what is known of the counted values of each class. */
export interface ClassMeasures {
  readonly counts: Float64Array;
  readonly means: Float64Array;
  /** Sums of squared deviations from the mean. */
  readonly squares: Float64Array;
}

/**
 * Counts, means and squares of the values of each class, in two passes.
 *
 * Values that are all equal have exactly their own mean and exactly no deviation.
 */
export function measureClasses(values: Float64Array, counted: Uint8Array, classes: Classes): ClassMeasures {
  const { counts, means, differs } = firstPass(values, counted, classes);
  const squares = new Float64Array(classes.count);
  for (let i = 0; i < values.length; i++) {
    const c = classes.of[i] as number;
    if (c < 0 || counted[i] === 0 || differs[c] === 0) continue;
    const difference = (values[i] as number) - (means[c] as number);
    squares[c] = (squares[c] as number) + difference * difference;
  }
  return { counts, means, squares };
}

function firstPass(
  values: Float64Array,
  counted: Uint8Array,
  { of, count }: Classes,
): Pick<ClassMeasures, "counts" | "means"> & { readonly differs: Uint8Array } {
  const counts = new Float64Array(count);
  const means = new Float64Array(count);
  const firsts = new Float64Array(count);
  const differs = new Uint8Array(count);
  for (let i = 0; i < values.length; i++) {
    const c = of[i] as number;
    if (c < 0 || counted[i] === 0) continue;
    const value = values[i] as number;
    if (counts[c] === 0) firsts[c] = value;
    else if (value !== firsts[c]) differs[c] = 1;
    counts[c] = (counts[c] as number) + 1;
    means[c] = (means[c] as number) + value;
  }
  for (let c = 0; c < count; c++) {
    means[c] = differs[c] === 0 ? (firsts[c] as number) : (means[c] as number) / (counts[c] as number);
  }
  return { counts, means, differs };
}

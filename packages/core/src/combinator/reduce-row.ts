/** The ways to make one number of several. */
export const REDUCTIONS = [
  "mean",
  "min",
  "max",
  "median",
  "quantile",
  "mean-minus-std",
  "mean-minus-variance",
] as const;

export type Reduction = (typeof REDUCTIONS)[number];

export interface ReduceSettings {
  readonly reduce: Reduction;
  readonly c: number;
  readonly quantile: number;
}

/** Reduces the first `count` values of a row, at least one; the row may be put in order. */
export function reduceRow(row: Float64Array, count: number, { reduce, c, quantile }: ReduceSettings): number {
  if (reduce === "min" || reduce === "max") return extreme(row, count, reduce);
  if (reduce === "median") return quantileOf(row, count, 0.5);
  if (reduce === "quantile") return quantileOf(row, count, quantile);
  const mean = meanOf(row, count);
  if (reduce === "mean" || c === 0) return mean;
  let squares = 0;
  for (let k = 0; k < count; k++) squares += ((row[k] as number) - mean) ** 2;
  return mean - c * (reduce === "mean-minus-std" ? Math.sqrt(squares / count) : squares / count);
}

/** Equal values have exactly their own mean. */
function meanOf(row: Float64Array, count: number): number {
  const first = row[0] as number;
  let sum = 0;
  let equal = true;
  for (let k = 0; k < count; k++) {
    const value = row[k] as number;
    sum += value;
    if (value !== first) equal = false;
  }
  return equal ? first : sum / count;
}

function extreme(row: Float64Array, count: number, side: "min" | "max"): number {
  let found = row[0] as number;
  for (let k = 1; k < count; k++) {
    const value = row[k] as number;
    if (side === "min" ? value < found : value > found) found = value;
  }
  return found;
}

function quantileOf(row: Float64Array, count: number, share: number): number {
  sort(row, count);
  const place = share * (count - 1);
  const below = Math.floor(place);
  const low = row[below] as number;
  const part = place - below;
  return part === 0 ? low : low * (1 - part) + (row[below + 1] as number) * part;
}

/** By insertion: rows are short. */
function sort(row: Float64Array, count: number): void {
  for (let k = 1; k < count; k++) {
    const value = row[k] as number;
    let at = k;
    while (at > 0 && (row[at - 1] as number) > value) {
      row[at] = row[at - 1] as number;
      at--;
    }
    row[at] = value;
  }
}

import { streamKey, uniformAt } from "../random/index.ts";

/** ½·wᵀGw − gainᵀw. */
export function formOf(gram: Float64Array, weights: readonly number[], gain?: readonly number[]): number {
  const size = weights.length;
  let form = 0;
  for (let i = 0; i < size; i++) {
    form -= (gain?.[i] ?? 0) * (weights[i] as number);
    for (let j = 0; j < size; j++) {
      form += ((weights[i] as number) * (weights[j] as number) * (gram[i * size + j] as number)) / 2;
    }
  }
  return form;
}

/** The least form above lower bounds, by trying each set of weights that may be off its bound. */
export function leastForm(gram: Float64Array, gain: readonly number[], lower: readonly number[]): number {
  const size = gain.length;
  let least = Number.POSITIVE_INFINITY;
  for (let set = 1; set < 2 ** size; set++) {
    const free = gain.flatMap((_, k) => ((set >> k) & 1 ? [k] : []));
    const weights = stationary(gram, gain, lower, free);
    if (weights?.every((weight, k) => weight >= (lower[k] as number) - 1e-12)) {
      least = Math.min(least, formOf(gram, weights, gain));
    }
  }
  return least;
}

/** Where the form is level over the free weights, the others at their bounds; nothing for a singular system. */
function stationary(
  gram: Float64Array,
  gain: readonly number[],
  lower: readonly number[],
  free: readonly number[],
): readonly number[] | undefined {
  const size = gain.length;
  const fixed = lower.map((bound, k) => (free.includes(k) ? 0 : bound));
  const rows = free.map((i) => [
    ...free.map((j) => gram[i * size + j] as number),
    -1,
    (gain[i] as number) - fixed.reduce((sum, weight, j) => sum + weight * (gram[i * size + j] as number), 0),
  ]);
  rows.push([...free.map(() => 1), 0, 1 - fixed.reduce((sum, weight) => sum + weight, 0)]);
  const solved = eliminate(rows);
  if (solved === undefined) return undefined;
  return fixed.map((weight, k) => (free.includes(k) ? (solved[free.indexOf(k)] as number) : weight));
}

/** Gauss with row pivots. */
function eliminate(rows: number[][]): readonly number[] | undefined {
  const size = rows.length;
  for (let c = 0; c < size; c++) {
    let pivot = c;
    for (let r = c; r < size; r++) {
      if (Math.abs(rows[r]?.[c] as number) > Math.abs(rows[pivot]?.[c] as number)) pivot = r;
    }
    const [top, own] = [rows[c] as number[], rows[pivot] as number[]];
    if (Math.abs(own[c] as number) < 1e-10) return undefined;
    rows[c] = own;
    rows[pivot] = top;
    for (let r = 0; r < size; r++) {
      if (r === c) continue;
      const factor = (rows[r]?.[c] as number) / (own[c] as number);
      rows[r] = (rows[r] as number[]).map((value, k) => value - factor * (own[k] as number));
    }
  }
  return rows.map((row, r) => (row[size] as number) / (row[r] as number));
}

/** Vectors of uniform numbers in [−1, 1), the same for the same name. */
export function drawnVectors(name: string, count: number, dimension: number): readonly Float64Array[] {
  const key = streamKey(7, name);
  return Array.from({ length: count }, (_, k) =>
    Float64Array.from({ length: dimension }, (_, d) => 2 * uniformAt(key, k * dimension + d) - 1),
  );
}

/** Counted values stretched to 0 … 1 between the smallest and the largest; all 0 where they are equal. */
export function unitRange(values: Float64Array, counted: Uint8Array): Float64Array {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    if (counted[i] === 0) continue;
    min = Math.min(min, values[i] as number);
    max = Math.max(max, values[i] as number);
  }
  const out = new Float64Array(values.length);
  if (!(max > min)) return out;
  // Halves where the whole does not fit in a number.
  const part = max - min === Number.POSITIVE_INFINITY ? 0.5 : 1;
  for (let i = 0; i < values.length; i++) {
    if (counted[i] === 1) out[i] = (part * (values[i] as number) - part * min) / (part * max - part * min);
  }
  return out;
}

/** Cuts values to −limit … limit, in place; leaves what is no number alone. */
export function clipTo(values: Float64Array, limit: number | undefined): void {
  if (limit === undefined) return;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value > limit && value !== Number.POSITIVE_INFINITY) values[i] = limit;
    else if (value < -limit && value !== Number.NEGATIVE_INFINITY) values[i] = -limit;
  }
}

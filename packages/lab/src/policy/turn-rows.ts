/**
 * Turns neighbouring pairs of rows by the angles of their places, in place.
 *
 *   (a, b) ↦ (a·cos − b·sin, a·sin + b·cos)
 *
 * @param columns - how many numbers of each row, from the first, are turned
 * @param direction - 1, or −1 for the inverse, which is also the gradient's way back
 * @paper Su et al. 2021, "RoFormer", eq. 34
 */
export function turnRows(
  x: Float32Array,
  { stride, columns, head }: { readonly stride: number; readonly columns: number; readonly head: number },
  { cosines, sines }: { readonly cosines: Float32Array; readonly sines: Float32Array },
  places: Int32Array,
  rows: number,
  direction: 1 | -1,
): void {
  const half = head / 2;
  for (let r = 0; r < rows; r++) {
    const angles = (places[r] as number) * half;
    for (let i = 0; i < columns; i += 2) {
      const turn = angles + (i % head) / 2;
      const cosine = cosines[turn] as number;
      const sine = direction * (sines[turn] as number);
      const at = r * stride + i;
      const [a, b] = [x[at] as number, x[at + 1] as number];
      x[at] = a * cosine - b * sine;
      x[at + 1] = a * sine + b * cosine;
    }
  }
}

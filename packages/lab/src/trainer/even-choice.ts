/**
 * One of `size` choices by a uniform number, evenly among those that are legal.
 *
 * @param legal - 1 for legal choices, from `legalAt` on; all are when absent
 */
export function evenChoice(uniform: number, size: number, legal?: Uint8Array, legalAt: number = 0): number {
  if (legal === undefined) return Math.floor(uniform * size);
  let open = 0;
  for (let k = 0; k < size; k++) open += legal[legalAt + k] as number;
  let left = Math.floor(uniform * open);
  for (let k = 0; k < size; k++) {
    if (legal[legalAt + k] === 1 && left-- === 0) return k;
  }
  return 0;
}

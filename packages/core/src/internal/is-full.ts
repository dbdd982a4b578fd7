/** Eight flags that are 1, read as one number. */
const EIGHT_ONES = new Float64Array(new Uint8Array(8).fill(1).buffer)[0] as number;

/**
 * Whether a mask is 1 everywhere; looks at eight places at a time.
 */
export function isFull(present: Uint8Array): boolean {
  if (present.byteOffset % 8 !== 0) return present.indexOf(0) === -1;
  const eights = new Float64Array(present.buffer, present.byteOffset, present.length >> 3);
  for (let i = 0; i < eights.length; i++) if (eights[i] !== EIGHT_ONES) return false;
  return present.indexOf(0, 8 * eights.length) === -1;
}

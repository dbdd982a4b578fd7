/** Eight present values, as one number. */
const EIGHT = new Float64Array(new Uint8Array(8).fill(1).buffer)[0] as number;

/** The first index from `start` on that is not present; Infinity when there is none. Reads eight at a time. */
export function firstMissing(present: Uint8Array, start: number): number {
  let at = start;
  if (present.byteOffset % 8 === 0) {
    const eights = new Float64Array(present.buffer, present.byteOffset, present.length >> 3);
    let word = (start + 7) >> 3;
    const aligned = Math.min(word * 8, present.length);
    for (; at < aligned; at++) if (present[at] !== 1) return at;
    while (word < eights.length && eights[word] === EIGHT) word++;
    at = Math.max(at, word * 8);
  }
  for (; at < present.length; at++) if (present[at] !== 1) return at;
  return Number.POSITIVE_INFINITY;
}

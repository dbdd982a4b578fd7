/** Four places at once: each byte 1. */
const FOUR = 0x01010101;

/** Whether no value is missing. */
export function allPresent(present: Uint8Array): boolean {
  if (present.byteOffset % 4 !== 0) return !present.includes(0);
  const fours = new Uint32Array(present.buffer, present.byteOffset, present.length >> 2);
  for (let i = 0; i < fours.length; i++) if (fours[i] !== FOUR) return false;
  for (let i = fours.length * 4; i < present.length; i++) if (present[i] !== 1) return false;
  return true;
}

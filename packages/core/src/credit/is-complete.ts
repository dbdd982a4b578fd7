import type { Signal } from "../signal/index.ts";

const FOUR_ONES = 0x01010101;

/** Whether no value is missing; looks at four of them at a time. */
export function isComplete({ present }: Signal): boolean {
  if (present.byteOffset % 4 !== 0) return present.indexOf(0) === -1;
  const fours = new Uint32Array(present.buffer, present.byteOffset, present.length >> 2);
  for (let i = 0; i < fours.length; i++) if (fours[i] !== FOUR_ONES) return false;
  return present.indexOf(0, 4 * fours.length) === -1;
}

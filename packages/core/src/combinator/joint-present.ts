import type { Signal } from "../signal/index.ts";

/** [R] 1 where every one of the inputs has a value; they have one length. */
export function jointPresent(inputs: readonly Signal[]): Uint8Array {
  const present = (inputs[0] as Signal).present.slice();
  const whole = present.length - (present.length % 4);
  const words = new Int32Array(present.buffer, 0, whole / 4);
  for (let k = 1; k < inputs.length; k++) {
    const other = (inputs[k] as Signal).present;
    if (other === inputs[k - 1]?.present) continue;
    const aligned = other.byteOffset % 4 === 0;
    if (aligned) meet(words, new Int32Array(other.buffer, other.byteOffset, whole / 4));
    for (let i = aligned ? whole : 0; i < present.length; i++)
      present[i] = (present[i] as number) & (other[i] as number);
  }
  return present;
}

/** Four masks at a time. */
function meet(words: Int32Array, others: Int32Array): void {
  for (let i = 0; i < words.length; i++) words[i] = (words[i] as number) & (others[i] as number);
}

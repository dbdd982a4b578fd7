import type { Signal } from "./signal.ts";

/** 1 where every one of the signals has a value; they have one length. */
export function jointPresent(inputs: readonly Signal[]): Uint8Array {
  const present = (inputs[0] as Signal).present.slice();
  for (let k = 1; k < inputs.length; k++) {
    const other = (inputs[k] as Signal).present;
    for (let i = 0; i < present.length; i++) if (other[i] === 0) present[i] = 0;
  }
  return present;
}

import { isFull } from "../internal/is-full.ts";
import type { Signal } from "./signal.ts";

/** 1 where every one of the signals has a value; they have one length. */
export function jointPresent(inputs: readonly Signal[]): Uint8Array {
  const present = (inputs[0] as Signal).present.slice();
  for (let k = 1; k < inputs.length; k++) {
    const other = (inputs[k] as Signal).present;
    if (isFull(other)) continue;
    for (let i = 0; i < present.length; i++) present[i] = (present[i] as number) & (other[i] as number);
  }
  return present;
}

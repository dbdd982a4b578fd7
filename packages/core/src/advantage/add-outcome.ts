import type { Signal } from "../signal/index.ts";

/** Adds the reward of each rollout to the last of its places that counts, in place. */
export function addOutcome(
  rewards: Float64Array,
  { values, present }: Signal,
  counted: Uint8Array,
  offsets: Int32Array,
): void {
  for (let r = 0; r + 1 < offsets.length; r++) {
    if (present[r] === 0) continue;
    const from = offsets[r] as number;
    let i = (offsets[r + 1] as number) - 1;
    while (i >= from && counted[i] === 0) i--;
    if (i >= from) rewards[i] = (rewards[i] as number) + (values[r] as number);
  }
}

import type { Signal } from "../signal/index.ts";

/** The rewards with those taken out that are alone in their group. */
export function withoutSingles(reward: Signal, offsets: Int32Array): Signal {
  const present = reward.present.slice();
  for (let g = 0; g + 1 < offsets.length; g++) {
    const [from, to] = [offsets[g] as number, offsets[g + 1] as number];
    let scored = 0;
    for (let i = from; i < to; i++) scored += present[i] as number;
    if (scored === 1) present.fill(0, from, to);
  }
  return { level: reward.level, values: reward.values, present };
}

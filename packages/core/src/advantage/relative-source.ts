import type { Layout } from "../signal/index.ts";

export type SourceBaseline = "leave-one-out" | "group-mean" | "none";

export interface SourceRule {
  readonly layout: Layout;
  /** [R + 1] where the places of each rollout start. */
  readonly offsets: Int32Array;
  readonly baseline: SourceBaseline;
}

/** [N] the rewards of one source minus its baseline, 0 where it has none. */
export function relativeSource(
  rewards: Float64Array,
  counted: Uint8Array,
  { layout, offsets, baseline }: SourceRule,
): Float64Array {
  const { groupOf } = layout;
  const out = new Float64Array(rewards.length);
  const means = new Float64Array(groupOf.length);
  const places = rolloutMeans(rewards, counted, offsets, means);
  for (let first = 0; first < groupOf.length; ) {
    let after = first;
    let count = 0;
    let sum = 0;
    for (; after < groupOf.length && groupOf[after] === groupOf[first]; after++) {
      if (places[after] === 0) continue;
      count++;
      sum += means[after] as number;
    }
    const [factor, shift] = factorAndShift(baseline, count, sum);
    for (let i = offsets[first] as number; i < (offsets[after] as number); i++) {
      if (counted[i] === 1) out[i] = factor * (rewards[i] as number) - shift;
    }
    first = after;
  }
  return out;
}

/** Writes the mean of each rollout's places into `means` and returns how many it has. */
function rolloutMeans(
  rewards: Float64Array,
  counted: Uint8Array,
  offsets: Int32Array,
  means: Float64Array,
): Int32Array {
  const places = new Int32Array(means.length);
  for (let r = 0; r < means.length; r++) {
    let sum = 0;
    let count = 0;
    for (let i = offsets[r] as number; i < (offsets[r + 1] as number); i++) {
      if (counted[i] === 0) continue;
      sum += rewards[i] as number;
      count++;
    }
    places[r] = count;
    if (count > 0) means[r] = sum / count;
  }
  return places;
}

function factorAndShift(baseline: SourceBaseline, count: number, sum: number): readonly [number, number] {
  if (baseline === "none") return [1, 0];
  if (baseline === "group-mean") return [1, count === 0 ? 0 : sum / count];
  return count < 2 ? [0, 0] : [count / (count - 1), sum / (count - 1)];
}

import { allPresent } from "./all-present.ts";

/** Rewards and values of places, and where the places of each rollout lie. */
export interface Trace {
  readonly rewards: Float64Array;
  readonly values: Float64Array;
  /** [N] places that count; the others are passed over and get 0. */
  readonly counted: Uint8Array;
  /** [R + 1] */
  readonly offsets: Int32Array;
  /** [R] value of what comes after the last place. */
  readonly ends: Float64Array;
}

export interface Discount {
  /** What a reward one place later counts. */
  readonly gamma: number;
  /** How far the advantage looks ahead: 0 one place, 1 to the end. */
  readonly lambda: number;
  /** How many differences are added up; all to the end when absent. */
  readonly horizon?: number | undefined;
}

/**
 * Generalised advantages of places, from the last to the first of each rollout.
 *
 *   δ_t = r_t + γ·V_{t+1} − V_t,  A_t = δ_t + γλ·A_{t+1}
 *
 * A place that does not count is passed over: its successor is the next one of the place before.
 */
export function accumulateDeltas(trace: Trace, { gamma, lambda, horizon }: Discount): Float64Array {
  const decay = gamma * lambda;
  const walk = allPresent(trace.counted) ? walkBackComplete : walkBack;
  if (horizon === undefined) return walk(trace, gamma, decay);
  return sumAhead(walk(trace, gamma, 0), trace, decay, horizon);
}

function walkBack({ rewards, values, counted, offsets, ends }: Trace, gamma: number, decay: number): Float64Array {
  const out = new Float64Array(rewards.length);
  for (let r = 0; r + 1 < offsets.length; r++) {
    const from = offsets[r] as number;
    let next = ends[r] as number;
    let later = 0;
    for (let i = (offsets[r + 1] as number) - 1; i >= from; i--) {
      if (counted[i] === 0) continue;
      const value = values[i] as number;
      later = (rewards[i] as number) + gamma * next - value + decay * later;
      next = value;
      out[i] = later;
    }
  }
  return out;
}

function walkBackComplete({ rewards, values, offsets, ends }: Trace, gamma: number, decay: number): Float64Array {
  const out = new Float64Array(rewards.length);
  for (let r = 0; r + 1 < offsets.length; r++) {
    const from = offsets[r] as number;
    let next = ends[r] as number;
    let later = 0;
    for (let i = (offsets[r + 1] as number) - 1; i >= from; i--) {
      const value = values[i] as number;
      later = (rewards[i] as number) + gamma * next - value + decay * later;
      next = value;
      out[i] = later;
    }
  }
  return out;
}

/** Σ of the next `horizon` differences, each one later counting `decay`. */
function sumAhead(deltas: Float64Array, { counted, offsets }: Trace, decay: number, horizon: number): Float64Array {
  const out = new Float64Array(deltas.length);
  for (let r = 0; r + 1 < offsets.length; r++) {
    const to = offsets[r + 1] as number;
    for (let i = offsets[r] as number; i < to; i++) {
      if (counted[i] === 0) continue;
      let factor = 1;
      let taken = 0;
      let sum = 0;
      for (let k = i; k < to && taken < horizon; k++) {
        if (counted[k] === 0) continue;
        sum += factor * (deltas[k] as number);
        factor *= decay;
        taken++;
      }
      out[i] = sum;
    }
  }
  return out;
}

import type { Signal } from "../signal/index.ts";
import { allPresent } from "./all-present.ts";

/** Some neighbouring rollouts and what is known of their rewards. One object is used again and again. */
export interface Members {
  /** First rollout. */
  from: number;
  /** Rollout after the last. */
  to: number;
  /** How many have a reward. */
  count: number;
  mean: number;
  /** Sum of squared deviations from the mean. */
  squares: number;
  /** What is taken away from each reward, and what the difference is multiplied by. */
  shift: number;
  gain: number;
  /** Whether they have exactly the same reward, or there are none. */
  equal: boolean;
  /** Known of the whole signal: no reward is missing. */
  readonly complete: boolean;
}

/** @param reward - what they will be measured by, to look once whether a reward is missing */
export function newMembers(from: number, to: number, reward?: Signal): Members {
  const complete = reward !== undefined && allPresent(reward.present);
  return { from, to, count: 0, mean: 0, squares: 0, shift: 0, gain: 0, equal: true, complete };
}

/**
 * Measures the rewards from `members.from` to `members.to` in two passes.
 *
 * Rewards that are all equal have exactly their own mean and exactly no deviation, whatever
 * rounding does to their sum.
 */
export function measure(reward: Signal, members: Members): void {
  measureMean(reward, members);
  members.squares = members.equal ? 0 : squaresAround(reward, members);
}

/** The first pass of `measure`: all but the squares, which are left as they are. */
export function measureMean({ values, present }: Signal, members: Members): void {
  if (members.complete) {
    measureComplete(values, members);
    return;
  }
  const { from, to } = members;
  let count = 0;
  let sum = 0;
  let first = 0;
  let equal = true;
  for (let i = from; i < to; i++) {
    if (present[i] === 0) continue;
    const value = values[i] as number;
    if (count === 0) first = value;
    else if (value !== first) equal = false;
    count++;
    sum += value;
  }
  members.count = count;
  members.mean = equal ? first : sum / count;
  members.equal = equal;
}

function measureComplete(values: Float64Array, members: Members): void {
  const { from, to } = members;
  const first = from < to ? (values[from] as number) : 0;
  let sum = 0;
  let equal = true;
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    if (value !== first) equal = false;
    sum += value;
  }
  members.count = to - from;
  members.mean = equal ? first : sum / (to - from);
  members.equal = equal;
}

function squaresAround({ values, present }: Signal, { from, to, count, mean }: Members): number {
  const complete = count === to - from;
  let squares = 0;
  for (let i = from; i < to; i++) {
    if (!complete && present[i] === 0) continue;
    const difference = (values[i] as number) - mean;
    squares += difference * difference;
  }
  return squares;
}

/** √(squares / (count − freedom)); 0 where there are too few values for a deviation to exist. */
export function deviation(squares: number, count: number, freedom: number): number {
  return count > freedom ? Math.sqrt(squares / (count - freedom)) : 0;
}

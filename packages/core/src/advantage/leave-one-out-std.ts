import type { Signal } from "../signal/index.ts";
import { deviation, type Members } from "./members.ts";

/** Share of the group's squares below which taking one member away leaves too few digits. */
const CANCELLED = 1e-6;

/**
 * Deviation of the other members of a measured group, with n − 2; 0 with fewer than two others.
 *
 *   Σ_{j≠i} (x_j − mean_{j≠i})² = squares − (x_i − mean)² · n / (n − 1)
 *
 * Where the two sides nearly cancel the sum is taken afresh, so that others who are all equal have
 * exactly no deviation.
 */
export function leaveOneOutStd(reward: Signal, group: Members, without: number): number {
  const others = group.count - 1;
  if (others < 2) return 0;
  const difference = (reward.values[without] as number) - group.mean;
  const squares = group.squares - (difference * difference * group.count) / others;
  if (squares > CANCELLED * group.squares) return deviation(squares, others, 1);
  return deviation(squaresOfOthers(reward, group, without), others, 1);
}

function squaresOfOthers({ values, present }: Signal, { from, to, count }: Members, without: number): number {
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    if (i === without || present[i] === 0) continue;
    const value = values[i] as number;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (min === max) return 0;
  const mean = sum / (count - 1);
  let squares = 0;
  for (let i = from; i < to; i++) {
    if (i !== without && present[i] === 1) squares += ((values[i] as number) - mean) ** 2;
  }
  return squares;
}

import type { Signal } from "../signal/index.ts";
import type { Split } from "./split-at-median.ts";

export interface HalfRule {
  /** Whose rewards are tilted: those of the half with the high metric, or the low one. */
  readonly tiltOn: "high" | "low";
  readonly divideBy: number;
}

/** [R] what the comparison of halves reads. */
export interface Columns {
  readonly rewards: Float64Array;
  readonly metric: Float64Array;
  readonly mu: Float64Array;
  readonly alpha: Float64Array;
}

/** The members of a group none of whose ties may be in either half. */
export function compareCleanHalves(
  split: Split,
  counted: Signal,
  columns: Columns,
  rule: HalfRule,
  out: Float64Array,
): void {
  const { group, edge, low, high } = split;
  const { rewards, metric, mu, alpha } = columns;
  const meanLow = split.below / low;
  const meanHigh = (split.above + split.at) / high;
  const tiltHigh = rule.tiltOn === "high";
  for (let i = group.from; i < group.to; i++) {
    if (counted.present[i] === 0) continue;
    const own = (rewards[i] as number) - group.mean;
    const up = (metric[i] as number) >= edge;
    const a = alpha[i] as number;
    const share = mu[i] as number;
    // What the own rewards and those of the other half are multiplied by.
    const mine = up === tiltHigh ? a : 1;
    const theirs = up === tiltHigh ? 1 : a;
    const inter = mine * own - theirs * (up ? meanLow : meanHigh) + (mine - theirs) * group.mean;
    out[i] = (share * inter + (1 - share) * (own - (up ? meanHigh : meanLow))) / rule.divideBy;
  }
}

export function compareTiedHalves(
  split: Split,
  counted: Signal,
  columns: Columns,
  rule: HalfRule,
  threshold: Float64Array | undefined,
  out: Float64Array,
): void {
  const { group } = split;
  for (let i = group.from; i < group.to; i++) {
    if (counted.present[i] === 0) continue;
    const high =
      threshold === undefined ? shareHigh(split, columns.metric[i] as number) : highFrom(columns.metric, threshold, i);
    out[i] = advantageAt(split, columns, rule.tiltOn, i, high) / rule.divideBy;
  }
}

/** In what share of the orders of the ties a member is in the high half. */
function shareHigh({ edge, ties, raised }: Split, metric: number): number {
  if (metric > edge) return 1;
  return metric < edge ? 0 : raised / ties;
}

function highFrom(metric: Float64Array, threshold: Float64Array, at: number): number {
  return (metric[at] as number) >= (threshold[at] as number) ? 1 : 0;
}

/** Mean over the orders of the ties, weighted by how often the member is in either half. */
function advantageAt(split: Split, columns: Columns, tiltOn: HalfRule["tiltOn"], i: number, high: number): number {
  const { mean } = split.group;
  const own = (columns.rewards[i] as number) - mean;
  if (split.low === 0 || split.high === 0) return own;
  const mu = columns.mu[i] as number;
  const onHigh = tiltOn === "high" ? (columns.alpha[i] as number) : 1;
  const onLow = tiltOn === "low" ? (columns.alpha[i] as number) : 1;
  // The other ties, where this member is one of them.
  const tied = (columns.metric[i] as number) === split.edge;
  const others = tied ? split.ties - 1 : split.ties;
  const at = others === 0 ? 0 : (tied ? split.at - own : split.at) / others;
  let out = 0;
  if (high > 0) {
    const raised = tied ? split.raised - 1 : split.raised;
    const lowered = split.ties - split.raised;
    const meanLow = (split.below + lowered * at) / split.low;
    const meanHigh = (split.above + raised * at + (tied ? own : 0)) / split.high;
    const inter = onHigh * own - onLow * meanLow + (onHigh - onLow) * mean;
    out += high * (mu * inter + (1 - mu) * (own - meanHigh));
  }
  if (high < 1) {
    const lowered = split.ties - split.raised - (tied ? 1 : 0);
    const meanHigh = (split.above + split.raised * at) / split.high;
    const meanLow = (split.below + lowered * at + (tied ? own : 0)) / split.low;
    const inter = onLow * own - onHigh * meanHigh + (onLow - onHigh) * mean;
    out += (1 - high) * (mu * inter + (1 - mu) * (own - meanLow));
  }
  return out;
}

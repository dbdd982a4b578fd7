import type { Signal } from "../signal/index.ts";
import { divisorOf } from "./divisor.ts";
import type { GroupRule } from "./group-rule.ts";
import { leaveOneOutStd } from "./leave-one-out-std.ts";
import { deviation, type Members, measure, newMembers } from "./members.ts";

export interface TermRule {
  /** [G + 1] where each group starts. */
  readonly offsets: Int32Array;
  readonly rule: GroupRule;
  readonly weight: number;
}

export interface AdvantageColumns {
  /** [R] the sum so far. */
  readonly values: Float64Array;
  /** [G] becomes 1 where the members of a group differ. */
  readonly live: Uint8Array;
}

/** Adds weight · advantage of every scored member to the columns; members without a reward are left alone. */
export function addNormalised(reward: Signal, term: TermRule, into: AdvantageColumns): void {
  const { offsets, rule } = term;
  const batchStd = rule.scale === "batch-std" ? stdOfBatch(reward) : 0;
  const relative = needsOthers(rule);
  const group = newMembers(0, 0);
  for (let g = 0; g + 1 < offsets.length; g++) {
    group.from = offsets[g] as number;
    group.to = offsets[g + 1] as number;
    measure(reward, group);
    if (group.count === 0) continue;
    if (group.squares !== 0) into.live[g] = 1;
    if (group.count === 1 && relative) {
      if (rule.single === "raw") addShifted(reward, group, { shift: 0, gain: singleGain(term, batchStd) }, into.values);
    } else if (rule.scale === "leave-one-out-std") addLeaveOneOut(reward, group, term, into.values);
    else {
      const shift = rule.baseline === "none" ? 0 : group.mean;
      addShifted(reward, group, { shift, gain: gainOf(term, group, batchStd) }, into.values);
    }
  }
}

/** Whether the advantage of one member takes another one to compute. */
function needsOthers({ baseline, scale }: GroupRule): boolean {
  return baseline !== "none" || !(scale === "none" || scale === "batch-std");
}

function stdOfBatch(reward: Signal): number {
  const batch = newMembers(0, reward.values.length);
  measure(reward, batch);
  return deviation(batch.squares, batch.count, 1);
}

function singleGain({ rule, weight }: TermRule, batchStd: number): number {
  if (rule.scale === "none") return weight;
  return weight / divisorOf(rule.scale === "batch-std" ? batchStd : 1, rule);
}

/** What the difference from the group's mean is multiplied by. */
function gainOf({ rule, weight }: TermRule, { count, squares }: Members, batchStd: number): number {
  const gain = weight * leaveOneOutFactor(rule, count);
  if (rule.scale === "none") return gain;
  if (rule.scale === "batch-std") return gain / divisorOf(batchStd, rule);
  return gain / divisorOf(deviation(squares, count, rule.scale === "sample-std" ? 1 : 0), rule);
}

/** x − mean of the others = (x − mean of all) · n / (n − 1). */
function leaveOneOutFactor(rule: GroupRule, count: number): number {
  return rule.baseline === "leave-one-out" ? count / (count - 1) : 1;
}

function addShifted(
  { values, present }: Signal,
  { from, to }: Members,
  { shift, gain }: { readonly shift: number; readonly gain: number },
  out: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    if (present[i] === 1) out[i] = (out[i] as number) + gain * ((values[i] as number) - shift);
  }
}

function addLeaveOneOut(reward: Signal, group: Members, { rule, weight }: TermRule, out: Float64Array): void {
  const shift = rule.baseline === "none" ? 0 : group.mean;
  const gain = weight * leaveOneOutFactor(rule, group.count);
  for (let i = group.from; i < group.to; i++) {
    if (reward.present[i] === 0) continue;
    const difference = (reward.values[i] as number) - shift;
    out[i] = (out[i] as number) + (gain * difference) / divisorOf(leaveOneOutStd(reward, group, i), rule);
  }
}

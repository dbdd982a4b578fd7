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
    const single = group.count === 1 && relative;
    if (single && rule.single !== "raw") continue;
    group.shift = single || rule.baseline === "none" ? 0 : group.mean;
    if (single) group.gain = singleGain(term, batchStd);
    else if (rule.scale === "leave-one-out-std") group.gain = term.weight * leaveOneOutFactor(rule, group.count);
    else group.gain = gainOf(term, group, batchStd);
    if (rule.scale === "leave-one-out-std" && !single) addDivided(reward, group, rule, into.values);
    else addShifted(reward, group, into.values);
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

function addShifted({ values, present }: Signal, members: Members, out: Float64Array): void {
  const { from, to, count, shift, gain } = members;
  if (count === to - from) {
    for (let i = from; i < to; i++) out[i] = (out[i] as number) + gain * ((values[i] as number) - shift);
    return;
  }
  for (let i = from; i < to; i++) {
    if (present[i] === 1) out[i] = (out[i] as number) + gain * ((values[i] as number) - shift);
  }
}

/** Divides every difference by the deviation of the other members. */
function addDivided(reward: Signal, group: Members, rule: GroupRule, out: Float64Array): void {
  const { values, present } = reward;
  for (let i = group.from; i < group.to; i++) {
    if (present[i] === 0) continue;
    const difference = group.gain * ((values[i] as number) - group.shift);
    out[i] = (out[i] as number) + difference / divisorOf(leaveOneOutStd(reward, group, i), rule);
  }
}

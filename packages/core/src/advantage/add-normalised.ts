import type { Signal } from "../signal/index.ts";
import { divisorOf } from "./divisor.ts";
import type { GroupRule } from "./group-rule.ts";
import { leaveOneOutStd } from "./leave-one-out-std.ts";
import { deviation, type Members, measure, measureMean, newMembers } from "./members.ts";

export interface TermRule {
  /** [G + 1] where each group starts. */
  readonly offsets: Int32Array;
  readonly rule: GroupRule;
  readonly weight: number;
  /** [R] with `baseline: token-mean`: the tokens of each rollout. */
  readonly tokens?: Float64Array | undefined;
}

export interface AdvantageColumns {
  /** Whether the sum is still 0 everywhere, so that it need not be read. */
  readonly fresh: boolean;
  /** [R] the sum so far. */
  readonly values: Float64Array;
  /** [G] becomes 1 where the members of a group differ. */
  readonly live: Uint8Array;
}

/** What the rule reads of the whole batch. */
interface BatchFacts {
  readonly mean: number;
  readonly std: number;
  /** Share of rewards that are not 0; of one reward where all are. */
  readonly nonzero: number;
}

/** Adds weight · advantage of every scored member to the columns; members without a reward are left alone. */
export function addNormalised(reward: Signal, term: TermRule, into: AdvantageColumns): void {
  const { offsets, rule } = term;
  const batch = factsOfBatch(reward, rule);
  const relative = needsOthers(rule);
  const group = newMembers(0, 0, reward);
  const measured = readsSquares(rule) ? measure : measureMean;
  for (let g = 0; g + 1 < offsets.length; g++) {
    group.from = offsets[g] as number;
    group.to = offsets[g + 1] as number;
    measured(reward, group);
    if (group.count === 0) continue;
    if (!group.equal) into.live[g] = 1;
    const single = group.count === 1 && relative;
    if (single && rule.single !== "raw") continue;
    group.shift = single ? 0 : baselineOf(term, reward, group, batch);
    if (single) group.gain = singleGain(term, batch);
    else if (rule.scale === "leave-one-out-std") group.gain = term.weight * leaveOneOutFactor(rule, group.count);
    else group.gain = gainOf(term, group, batch);
    if (rule.scale === "leave-one-out-std" && !single) addDivided(reward, group, rule, into.values);
    else if (into.fresh && group.complete) writeShifted(reward.values, group, into.values);
    else addShifted(reward, group, into.values);
  }
}

function readsSquares({ scale }: GroupRule): boolean {
  return scale === "sample-std" || scale === "population-std" || scale === "leave-one-out-std";
}

/** Whether the advantage of one member takes another one of its group to compute. */
function needsOthers({ baseline, scale }: GroupRule): boolean {
  const alone = baseline === "none" || baseline === "batch-mean";
  return !alone || !(scale === "none" || scale === "batch-std" || scale === "nonzero-share");
}

const NO_FACTS: BatchFacts = { mean: 0, std: 0, nonzero: 0 };

function factsOfBatch(reward: Signal, { baseline, scale }: GroupRule): BatchFacts {
  if (baseline !== "batch-mean" && scale !== "batch-std" && scale !== "nonzero-share") return NO_FACTS;
  const batch = newMembers(0, reward.values.length);
  measure(reward, batch);
  let nonzero = 0;
  for (let i = 0; i < reward.values.length; i++) {
    if (reward.present[i] === 1 && reward.values[i] !== 0) nonzero++;
  }
  const share = Math.max(1, nonzero) / Math.max(1, batch.count);
  return { mean: batch.mean, std: deviation(batch.squares, batch.count, 1), nonzero: share };
}

function baselineOf({ rule, tokens }: TermRule, reward: Signal, group: Members, { mean }: BatchFacts): number {
  if (rule.baseline === "none") return 0;
  if (rule.baseline === "batch-mean") return mean;
  return rule.baseline === "token-mean" && tokens !== undefined && !group.equal
    ? meanByTokens(reward, group, tokens)
    : group.mean;
}

function meanByTokens({ values, present }: Signal, { from, to }: Members, tokens: Float64Array): number {
  let total = 0;
  let sum = 0;
  for (let i = from; i < to; i++) {
    if (present[i] === 0) continue;
    total += tokens[i] as number;
    sum += (tokens[i] as number) * (values[i] as number);
  }
  return total === 0 ? 0 : sum / total;
}

function singleGain({ rule, weight }: TermRule, batch: BatchFacts): number {
  if (rule.scale === "none" || rule.scale === "mean") return weight;
  if (rule.scale === "nonzero-share") return weight / batch.nonzero;
  return weight / divisorOf(rule.scale === "batch-std" ? batch.std : 1, rule);
}

/** What the difference from the baseline is multiplied by. */
function gainOf({ rule, weight }: TermRule, { count, mean, squares }: Members, batch: BatchFacts): number {
  const gain = weight * leaveOneOutFactor(rule, count);
  if (rule.scale === "none") return gain;
  if (rule.scale === "nonzero-share") return gain / batch.nonzero;
  if (rule.scale === "mean") return gain / (mean + rule.eps === 0 ? 1 : mean + rule.eps);
  if (rule.scale === "batch-std") return gain / divisorOf(batch.std, rule);
  return gain / divisorOf(deviation(squares, count, rule.scale === "sample-std" ? 1 : 0), rule);
}

/** x − mean of the others = (x − mean of all) · n / (n − 1). */
function leaveOneOutFactor(rule: GroupRule, count: number): number {
  return rule.baseline === "leave-one-out" ? count / (count - 1) : 1;
}

/** A difference of −0 is 0. */
function writeShifted(values: Float64Array, { from, to, shift, gain }: Members, out: Float64Array): void {
  for (let i = from; i < to; i++) out[i] = gain * ((values[i] as number) - shift) + 0;
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

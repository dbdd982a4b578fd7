import { RewardError } from "../error/index.ts";
import { exp, expOver } from "../internal/exp.ts";
import { bufferFor, checkFinite, checkLength } from "./check-length.ts";
import { type Aggregate, countTokens, lossAggregation, type TokenColumns } from "./loss-aggregation.ts";
import { optionsOf } from "./options-of.ts";
import { POLICY_OPTIONS, type PolicyLossInput, type PolicyLossOptions } from "./policy-options.ts";
import { CELL, isOfRatio, reshapedInto, type Surrogate, surrogateInto, surrogateOf } from "./surrogate-of.ts";

export interface PolicyColumns extends TokenColumns {
  /** log π of each token under the policy that is trained. */
  readonly logProbs: Float64Array;
  /** log π under the policy that wrote the tokens; without it the ratio is 1 (and still has its gradient). */
  readonly oldLogProbs?: Float64Array;
  /** One advantage for each rollout. */
  readonly advantages?: Float64Array;
  /** One advantage for each token, instead of `advantages`. */
  readonly tokenAdvantages?: Float64Array;
  /** 1 for tokens that another policy wrote: `reshape` takes the place of the ratio. */
  readonly offPolicy?: Uint8Array;
}

export interface PolicyLoss {
  /** To be minimised. */
  readonly loss: number;
  /** d loss / d logProbs [T]; 0 where a token does not count. */
  readonly gradient: Float64Array;
  /** Share of the counted tokens whose gradient (or weight) the clip changed. */
  readonly clipFraction: number;
  /** Share of the counted tokens that met the dual clip. */
  readonly dualClipFraction: number;
  /** Mean of log π_old − log π over the counted tokens. */
  readonly kl: number;
  /** Mean of −log π over the counted tokens: the entropy as the sample shows it. */
  readonly entropy: number;
  readonly tokens: number;
  readonly rollouts: number;
}

const TALLY = { loss: 0, clipped: 1, bounded: 2, kl: 3, entropy: 4, size: 5 } as const;

/**
 * The policy-gradient loss of PPO, GRPO, DAPO, Dr. GRPO, CISPO, GSPO and REINFORCE: one formula, settings apart.
 *
 *   ρ = exp(clamp(log π − log π_old, preExp))     of a token, or exp of the mean | sum over its rollout
 *   clipped-ratio    l = −min(ρ·A, clip(ρ, 1 − clipLow, 1 + clipHigh)·A),   at most −dualClip·A where A < 0
 *   clipped-weight   l = −stop(clip(ρ))·A·log π
 *   ratio            l = −ρ·A
 *   log-prob         l = −A·log π
 *   off-policy       l = −A·f(p),  p = exp(log π):  p | log p | p/(p + γ) | √p | p^power
 *   loss = Σ w·l by `aggregation` (see `lossAggregation`)
 *
 * The loss is minimised. Tokens with mask 0 and rollouts with keep 0 count nowhere and have gradient 0; an advantage of
 * 0 counts in the denominators alone. Settings with names are `policyLossPresets`.
 *
 * @shape logProbs [T], oldLogProbs [T], advantages [R] or tokenAdvantages [T] → loss, gradient [T]
 * @unit nats, advantage → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ, or there are not either advantages or tokenAdvantages
 * @throws RewardError GUERDON_OPTION when an option is wrong, or off-policy tokens meet a ratio of a whole rollout
 * @throws RewardError GUERDON_NON_FINITE when a loss or gradient overflows, with its place
 * @paper 066 §Mechanism (preExp), 175 (clip, dual clip, aggregation, overlong), 206 (DLER), 212 (off-policy reshape)
 * @paper 214 §Mechanism (separate clip of trajectories), 170 (weights by duration), 104, 091, 089, 124, 105, 217
 * @kind objective
 * @alias ppo = { surrogate: clipped-ratio }
 * @alias ppoClip = { surrogate: clipped-ratio }
 * @alias ppo-clip = { surrogate: clipped-ratio }
 * @alias ppoTokenClip = { clipLow: 0.2, clipHigh: 0.28 }
 * @alias ppoStep = { clipLow: 0.0001, clipHigh: 0.0001 }
 * @alias grpo = { aggregation: seq-mean-token-mean }
 * @alias dapo = { clipLow: 0.2, clipHigh: 0.28, aggregation: token-mean }
 * @alias flowGrpo = { clipLow: 0.0001, clipHigh: 0.0001 }
 * @alias reinforce = { surrogate: log-prob }
 * @alias 114:PPO/REINFORCE with KL-to-reference = { surrogate: log-prob }
 * @alias softPG = { surrogate: log-prob }
 * @alias a2c = { surrogate: log-prob }
 * @alias mixedPolicy = { surrogate: ratio, reshape: { form: saturating, gamma: 0.1 }, aggregation: seq-mean-token-sum-norm }
 * @alias reward-weighted likelihood = { surrogate: log-prob }
 * @alias overlongMask
 * @alias overlongFilter
 * @alias 086:grpo/ppo-clip = { surrogate: clipped-ratio, aggregation: seq-mean-token-mean }
 * @alias joint GRPO over several policies = "policyLoss for each policy on the advantages of its own group"
 *
 * ```ts doctest
 * import { policyLoss } from "@guerdon/core/objective";
 * const [logProbs, oldLogProbs] = [Float64Array.of(0, Math.log(1.5)), Float64Array.of(0, 0)];
 * [...policyLoss({ logProbs, oldLogProbs, advantages: Float64Array.of(1) }).gradient] // => [-0.5, 0]
 * ```
 */
export function policyLoss(
  columns: PolicyColumns,
  options?: PolicyLossInput,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): PolicyLoss {
  const settings = optionsOf("policyLoss", POLICY_OPTIONS, options);
  const length = columns.logProbs.length;
  const aggregate = lossAggregation(columns, length, settings);
  checkColumns(columns, aggregate.offsets.length - 1, settings);
  const gradient = bufferFor("out.gradient", out.gradient, length, "T").fill(0);
  const tally = new Float64Array(TALLY.size);
  const pass = { columns, settings, surrogate: surrogateOf(settings), aggregate, gradient, tally };
  const plain = settings.surrogate === "clipped-ratio" && columns.offPolicy === undefined;
  const walk = settings.ratioLevel !== "token" ? rolloutRatios : plain ? clippedRatios : tokenRatios;
  for (let r = 0; r + 1 < aggregate.offsets.length; r++) if (columns.keep?.[r] !== 0) walk(pass, r);
  const loss = tally[TALLY.loss] as number;
  checkFinite("policyLoss", loss, { gradient });
  const share = (at: number): number => (aggregate.tokens === 0 ? 0 : (tally[at] as number) / aggregate.tokens);
  return {
    loss,
    gradient,
    clipFraction: share(TALLY.clipped),
    dualClipFraction: share(TALLY.bounded),
    kl: share(TALLY.kl),
    entropy: share(TALLY.entropy),
    tokens: aggregate.tokens,
    rollouts: aggregate.rollouts,
  };
}

interface Pass {
  readonly columns: PolicyColumns;
  readonly settings: PolicyLossOptions;
  readonly surrogate: Surrogate;
  readonly aggregate: Aggregate;
  readonly gradient: Float64Array;
  readonly tally: Float64Array;
}

const cell = new Float64Array(3);
/** Of one token: the ratio and its slope where it is kept, at the lower and at the upper bound. */
const losses = new Float64Array(3);
const slopes = new Float64Array(3);

/**
 * `tokenRatios` for the clipped ratio without off-policy tokens: the same numbers, in two passes over each rollout, as a
 * call of exp inside the longer one costs as much again.
 */
function clippedRatios({ columns, settings, surrogate, aggregate, gradient, tally }: Pass, r: number): void {
  const { advantages, tokenAdvantages, mask, tokenWeights } = columns;
  const { low, high, dual } = surrogate;
  const [start, end] = [aggregate.offsets[r] as number, aggregate.offsets[r + 1] as number];
  const scale = scaleOf(columns, aggregate, r);
  const min = settings.preExp?.min ?? Number.NEGATIVE_INFINITY;
  const max = settings.preExp?.max ?? Number.POSITIVE_INFINITY;
  const [least, most] = [exp(min), exp(max)];
  ratiosInto(gradient, columns, start, end, tally);
  let advantage = advantages === undefined ? 0 : (advantages[r] as number);
  let [loss, clipped, bounded] = [0, 0, 0];
  for (let t = start; t < end; t++) {
    let ratio = gradient[t] as number;
    gradient[t] = 0;
    if (mask !== undefined && mask[t] === 0) continue;
    if (tokenAdvantages !== undefined) advantage = tokenAdvantages[t] as number;
    if (advantage === 0) continue;
    const weight = (tokenWeights === undefined ? scale : scale * (tokenWeights[t] as number)) * advantage;
    const inside = ratio >= least && ratio <= most;
    if (!inside) ratio = ratio < least ? least : most;
    const floor = advantage > 0 ? Number.NEGATIVE_INFINITY : low;
    const ceiling = advantage > 0 ? high : dual;
    losses[0] = ratio;
    losses[1] = floor;
    losses[2] = ceiling;
    slopes[0] = inside ? weight * ratio : 0;
    // Which tokens are clipped follows no pattern: a table is faster than a branch.
    const isBelow = +(ratio < floor);
    const isAbove = +(ratio > ceiling);
    const place = isBelow + 2 * isAbove;
    if (advantage > 0) clipped += isAbove;
    else {
      clipped += isBelow;
      bounded += isAbove;
    }
    if (weight === 0) continue;
    loss -= weight * (losses[place] as number);
    gradient[t] = 0 - (slopes[place] as number);
  }
  tally[TALLY.loss] = (tally[TALLY.loss] as number) + loss;
  tally[TALLY.clipped] = (tally[TALLY.clipped] as number) + clipped;
  tally[TALLY.bounded] = (tally[TALLY.bounded] as number) + bounded;
}

/** Writes the ratio of every token of a slice; counts the KL and the entropy of those that count. */
function ratiosInto(
  into: Float64Array,
  { logProbs, oldLogProbs, mask }: PolicyColumns,
  start: number,
  end: number,
  tally: Float64Array,
): void {
  let kl = 0;
  let entropy = 0;
  for (let t = start; t < end; t++) {
    const logProb = logProbs[t] as number;
    const difference = oldLogProbs === undefined ? 0 : logProb - (oldLogProbs[t] as number);
    into[t] = difference;
    if (mask !== undefined && mask[t] === 0) continue;
    kl -= difference;
    entropy -= logProb;
  }
  expOver(into, start, end);
  tally[TALLY.kl] = (tally[TALLY.kl] as number) + kl;
  tally[TALLY.entropy] = (tally[TALLY.entropy] as number) + entropy;
}

/** Each token by its own ratio. */
function tokenRatios({ columns, settings, surrogate, aggregate, gradient, tally }: Pass, r: number): void {
  const { logProbs, oldLogProbs, advantages, tokenAdvantages, mask, offPolicy, tokenWeights } = columns;
  const [start, end] = [aggregate.offsets[r] as number, aggregate.offsets[r + 1] as number];
  const scale = scaleOf(columns, aggregate, r);
  const low = settings.preExp?.min ?? Number.NEGATIVE_INFINITY;
  const high = settings.preExp?.max ?? Number.POSITIVE_INFINITY;
  const ofRatio = isOfRatio(surrogate);
  const advantageOfRollout = advantages === undefined ? 0 : (advantages[r] as number);
  for (let t = start; t < end; t++) {
    if (mask !== undefined && mask[t] === 0) continue;
    const logProb = logProbs[t] as number;
    const difference = oldLogProbs === undefined ? 0 : logProb - (oldLogProbs[t] as number);
    const advantage = tokenAdvantages === undefined ? advantageOfRollout : (tokenAdvantages[t] as number);
    if (offPolicy !== undefined && offPolicy[t] === 1) reshapedInto(cell, settings.reshape, advantage, logProb);
    else {
      const clamped = Math.min(Math.max(difference, low), high);
      surrogateInto(cell, surrogate, exp(clamped), advantage, logProb);
      if (clamped !== difference && ofRatio) cell[CELL.slope] = 0;
    }
    const weight = tokenWeights === undefined ? scale : scale * (tokenWeights[t] as number);
    if (weight !== 0) gradient[t] = weight * (cell[CELL.slope] as number);
    count(tally, weight, difference, logProb);
  }
}

/** Each token by the ratio of its rollout: the mean or the sum of the log-ratios, through exp. */
function rolloutRatios({ columns, settings, surrogate, aggregate, gradient, tally }: Pass, r: number): void {
  const { logProbs, oldLogProbs, advantages, tokenAdvantages, mask, tokenWeights } = columns;
  const [start, end] = [aggregate.offsets[r] as number, aggregate.offsets[r + 1] as number];
  const scale = scaleOf(columns, aggregate, r);
  const share = settings.ratioLevel === "sequence" ? 1 / Math.max(1, countTokens(mask, start, end)) : 1;
  const mean = share * sumOfDifferences(columns, start, end);
  const clamped = Math.min(Math.max(mean, settings.preExp?.min ?? mean), settings.preExp?.max ?? mean);
  const ratio = exp(clamped);
  let total = 0;
  for (let t = start; t < end; t++) {
    if (mask !== undefined && mask[t] === 0) continue;
    const logProb = logProbs[t] as number;
    const advantage = ((tokenAdvantages ?? advantages) as Float64Array)[
      tokenAdvantages === undefined ? r : t
    ] as number;
    surrogateInto(cell, surrogate, ratio, advantage, logProb);
    const weight = scale * (tokenWeights?.[t] ?? 1);
    if (weight !== 0) gradient[t] = weight * (cell[CELL.slope] as number);
    total += gradient[t] as number;
    count(tally, weight, oldLogProbs === undefined ? 0 : logProb - (oldLogProbs[t] as number), logProb);
  }
  if (!isOfRatio(surrogate)) return;
  const each = clamped === mean ? total * share : 0;
  for (let t = start; t < end; t++) if (mask === undefined || mask[t] !== 0) gradient[t] = each;
}

function sumOfDifferences({ logProbs, oldLogProbs, mask }: PolicyColumns, start: number, end: number): number {
  if (oldLogProbs === undefined) return 0;
  let sum = 0;
  for (let t = start; t < end; t++) {
    if (mask === undefined || mask[t] !== 0) sum += (logProbs[t] as number) - (oldLogProbs[t] as number);
  }
  return sum;
}

function scaleOf({ mask, weights }: PolicyColumns, { offsets, scale, byLength }: Aggregate, r: number): number {
  const length = byLength ? Math.max(1, countTokens(mask, offsets[r] as number, offsets[r + 1] as number)) : 1;
  return (scale / length) * (weights === undefined ? 1 : (weights[r] as number));
}

function count(tally: Float64Array, weight: number, difference: number, logProb: number): void {
  if (weight !== 0) tally[TALLY.loss] = (tally[TALLY.loss] as number) + weight * (cell[CELL.loss] as number);
  if (cell[CELL.cut] === 1) tally[TALLY.clipped] = (tally[TALLY.clipped] as number) + 1;
  if (cell[CELL.cut] === 2) tally[TALLY.bounded] = (tally[TALLY.bounded] as number) + 1;
  tally[TALLY.kl] = (tally[TALLY.kl] as number) - difference;
  tally[TALLY.entropy] = (tally[TALLY.entropy] as number) - logProb;
}

function checkColumns(columns: PolicyColumns, rollouts: number, { ratioLevel }: PolicyLossOptions): void {
  const { logProbs, oldLogProbs, advantages, tokenAdvantages, offPolicy } = columns;
  checkLength("oldLogProbs", oldLogProbs, logProbs.length, "T");
  checkLength("advantages", advantages, rollouts, "R");
  checkLength("tokenAdvantages", tokenAdvantages, logProbs.length, "T");
  checkLength("offPolicy", offPolicy, logProbs.length, "T");
  if ((advantages === undefined) === (tokenAdvantages === undefined)) {
    const got = advantages === undefined ? "neither" : "both";
    throw new RewardError("GUERDON_SHAPE", `Expected either \`advantages\` or \`tokenAdvantages\`, got ${got}.`);
  }
  if (ratioLevel === "token" || offPolicy === undefined) return;
  throw new RewardError("GUERDON_OPTION", `Expected \`ratioLevel\` to be token with \`offPolicy\`, got ${ratioLevel}.`);
}

import { z } from "zod";
import { RewardError } from "../error/index.ts";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkLength } from "./check-length.ts";
import { optionsOf } from "./options-of.ts";
import { type PairSlopes, pairSlopesInto } from "./pair-slopes.ts";

export interface PreferenceLossOptions extends PairSlopes {
  /** What the difference of log-ratios, or scores, is multiplied by. */
  readonly beta: number;
  /** Taken from the margin of every pair. */
  readonly margin: number;
  /** Divides every log-ratio by the length of its response. */
  readonly lengthNorm: boolean;
  /** Of the likelihood of the chosen response: −anchor · log π, by length with `lengthNorm`. */
  readonly anchor: number;
  /** Of the squared sum of both scores, which keeps scores near 0. */
  readonly centre: number;
}

export interface PreferenceColumns {
  /** log π, or score, of the chosen response of each pair. */
  readonly chosen: Float64Array;
  /** log π, or score, of the rejected response of each pair. */
  readonly rejected: Float64Array;
  /** log π_ref; without both there is no reference. */
  readonly refChosen?: Float64Array;
  /** log π_ref of the rejected responses. */
  readonly refRejected?: Float64Array;
  /** Tokens of the chosen responses, with `lengthNorm`. */
  readonly chosenLengths?: Float64Array;
  /** Tokens of the rejected responses, with `lengthNorm`. */
  readonly rejectedLengths?: Float64Array;
  /** P(chosen is better), instead of 1 − labelSmoothing. */
  readonly targets?: Float64Array;
  /** Taken from the margin of each pair, beside `margin`. */
  readonly margins?: Float64Array;
  /** What the loss of each pair is multiplied by; the mean is over pairs. */
  readonly weights?: Float64Array;
}

export interface PreferenceLoss {
  /** To be minimised. */
  readonly loss: number;
  readonly gradient: { readonly chosen: Float64Array; readonly rejected: Float64Array };
  /** Share of pairs whose chosen response has the larger implicit reward. */
  readonly accuracy: number;
  /** Mean of m over the pairs. */
  readonly margin: number;
  /** Mean implicit reward β·h of the chosen and of the rejected responses. */
  readonly chosenReward: number;
  readonly rejectedReward: number;
}

const OPTIONS: z.ZodType<PreferenceLossOptions, Given<PreferenceLossOptions>> = z
  .strictObject({
    link: z.enum(["logistic", "squared", "hinge"]).default("logistic"),
    beta: z.number().positive().default(0.1), // 045, 097, 152 §Mechanism: β = 0.1
    margin: z.number().default(0),
    target: z.number().default(1), // 092 §Mechanism: (m − 1)², max(0, 1 − m)
    labelSmoothing: z.number().min(0).lt(0.5).default(0),
    smoothing: z.enum(["conservative", "robust"]).default("conservative"),
    lengthNorm: z.boolean().default(false),
    anchor: z.number().min(0).default(0),
    centre: z.number().min(0).default(0),
    logEps: z.number().min(0).default(0), // 064 §Mechanism: the trainer adds 1e-5
    maxSlope: z.number().positive().optional(), // 092 §Experiment: the gradient of IPO within ±2
  })
  .readonly();

/**
 * The loss of DPO and its family on pairs of log-probabilities, and of Bradley–Terry reward models on pairs of scores.
 *
 *   h = log π − log π_ref,  by the length of the response with `lengthNorm`
 *   m = β·(h_chosen − h_rejected) − margin − margins_i
 *   loss = mean_i w_i · ( s·g(m) + (1 − s)·g(−m) ) + anchor · mean(−log π(chosen)) + centre · mean((c + r)²)
 *   g: logistic −log σ(m), squared (m − target)², hinge max(0, target − m); squared is straight where |g′| > maxSlope
 *
 * s is 1, 1 − labelSmoothing or `targets`; `robust` is ((1 − ε)·g(m) − ε·g(−m)) / (1 − 2ε). Without reference columns
 * h is the log-probability or the score itself. The loss is minimised. Settings with names are `preferenceLossPresets`.
 *
 * IPO as (h_w − h_l − 1/(2τ))² is link squared with β = 2τ, divided by 4τ².
 *
 * @shape chosen [N], rejected [N] → loss, gradient.chosen [N], gradient.rejected [N]
 * @unit nats or score → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ, or one of two columns that go together is missing
 * @throws RewardError GUERDON_OPTION when an option is wrong
 * @throws RewardError GUERDON_NON_FINITE when a loss or gradient overflows, with its place
 * @paper 092 §Mechanism (DPO, IPO, SLiC as one g), 097 (soft s), 185 (length-normalised, β 5), 045, 124, 135, 152
 * @paper 064 §Mechanism (soft labels, margins), 038 (margin 0.57), 060, 168 (REBEL), 188, 214
 * @kind objective
 * @alias directAlignment
 * @alias dpo = { beta: 0.1 }
 * @alias trajectoryDPO = { beta: 0.05 }
 * @alias pairRegression = { beta: 1 }
 * @alias rebelPair = { link: squared, target: 0, beta: 1 }
 * @alias ipo = { link: squared }
 * @alias slic = { link: hinge }
 * @alias 060:btScalar = { beta: 1 }
 * @alias bradleyTerry = { beta: 1 }
 * @alias simpo = { lengthNorm: true, beta: 2, margin: 1 }
 *
 * ```ts doctest
 * import { preferenceLoss } from "@guerdon/core/objective";
 * const pairs = { chosen: Float64Array.of(0, -1), rejected: Float64Array.of(0, -1) };
 * [...preferenceLoss(pairs, { beta: 1 }).gradient.chosen] // => [-0.25, -0.25]
 * ```
 */
export function preferenceLoss(
  columns: PreferenceColumns,
  options?: Given<PreferenceLossOptions>,
  out: {
    /** Buffer for the gradient by `chosen`, instead of a new one. */
    readonly chosen?: Float64Array;
    /** Buffer for the gradient by `rejected`, instead of a new one. */
    readonly rejected?: Float64Array;
  } = {},
): PreferenceLoss {
  const settings = optionsOf("preferenceLoss", OPTIONS, options);
  const count = columns.chosen.length;
  checkColumns(columns, count, settings.lengthNorm);
  const chosen = bufferFor("out.chosen", out.chosen, count, "N");
  const rejected = bufferFor("out.rejected", out.rejected, count, "N");
  const { anchor, centre } = settings;
  const sums = new Float64Array(SUM.size);
  let loss = 0;
  for (let start = 0; start < count; start += BLOCK) {
    const end = Math.min(count, start + BLOCK);
    marginsInto(chosen, columns, settings, start, end, sums);
    loss += pairSlopesInto(chosen, rejected, columns, settings, start, end);
    spread(chosen, rejected, columns, settings, start, end);
  }
  if (anchor !== 0 || centre !== 0) loss += anchored(columns, settings, chosen, rejected);
  checkFinite("preferenceLoss", loss, { "gradient.chosen": chosen, "gradient.rejected": rejected });
  const correct = sums[SUM.correct] as number;
  return {
    loss,
    gradient: { chosen, rejected },
    accuracy: count === 0 ? 0 : correct / count,
    margin: sums[SUM.margins] as number,
    chosenReward: sums[SUM.winners] as number,
    rejectedReward: sums[SUM.losers] as number,
  };
}

/** Pairs of one pass; passes are short so that what one writes is still near for the next. */
const BLOCK = 1024;
const SUM = { correct: 0, margins: 1, winners: 2, losers: 3, size: 4 } as const;

/** Writes the margin of each pair. */
function marginsInto(
  into: Float64Array,
  columns: PreferenceColumns,
  { beta, margin, lengthNorm }: PreferenceLossOptions,
  start: number,
  end: number,
  sums: Float64Array,
): void {
  const { chosen, rejected, refChosen, refRejected, chosenLengths, rejectedLengths, margins } = columns;
  const each = 1 / chosen.length;
  let [correct, total, winners, losers] = [0, 0, 0, 0];
  for (let i = start; i < end; i++) {
    let won = chosen[i] as number;
    let lost = rejected[i] as number;
    if (refChosen !== undefined) won -= refChosen[i] as number;
    if (refRejected !== undefined) lost -= refRejected[i] as number;
    won *= lengthNorm && chosenLengths !== undefined ? beta / (chosenLengths[i] as number) : beta;
    lost *= lengthNorm && rejectedLengths !== undefined ? beta / (rejectedLengths[i] as number) : beta;
    const m = won - lost - margin - (margins === undefined ? 0 : (margins[i] as number));
    into[i] = m;
    correct += +(won > lost);
    total += m * each;
    winners += won * each;
    losers += lost * each;
  }
  sums[SUM.correct] = (sums[SUM.correct] as number) + correct;
  sums[SUM.margins] = (sums[SUM.margins] as number) + total;
  sums[SUM.winners] = (sums[SUM.winners] as number) + winners;
  sums[SUM.losers] = (sums[SUM.losers] as number) + losers;
}

/** Turns slopes into the gradients of both sides. */
function spread(
  up: Float64Array,
  down: Float64Array,
  { chosenLengths, rejectedLengths }: PreferenceColumns,
  { beta, lengthNorm }: PreferenceLossOptions,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const slope = beta * (up[i] as number);
    up[i] = lengthNorm && chosenLengths !== undefined ? slope / (chosenLengths[i] as number) : slope;
    down[i] = 0 - (lengthNorm && rejectedLengths !== undefined ? slope / (rejectedLengths[i] as number) : slope);
  }
}

/** The anchor and the pull to 0 of all pairs; adds their gradients. */
function anchored(
  { chosen, rejected, chosenLengths }: PreferenceColumns,
  { anchor, centre, lengthNorm }: PreferenceLossOptions,
  up: Float64Array,
  down: Float64Array,
): number {
  const each = 1 / chosen.length;
  let loss = 0;
  for (let i = 0; i < chosen.length; i++) {
    const sum = (chosen[i] as number) + (rejected[i] as number);
    const hold = lengthNorm && chosenLengths !== undefined ? anchor / (chosenLengths[i] as number) : anchor;
    loss += each * (centre * sum * sum - hold * (chosen[i] as number));
    up[i] = (up[i] as number) + each * (2 * centre * sum - hold);
    down[i] = (down[i] as number) + each * 2 * centre * sum;
  }
  return loss;
}

function checkColumns(columns: PreferenceColumns, count: number, lengthNorm: boolean): void {
  const { chosen: _, ...others } = columns;
  for (const [name, column] of Object.entries(others)) checkLength(name, column, count, "N");
  checkBoth("refChosen", columns.refChosen, "refRejected", columns.refRejected);
  checkBoth("chosenLengths", columns.chosenLengths, "rejectedLengths", columns.rejectedLengths);
  if (!lengthNorm || columns.chosenLengths !== undefined) return;
  throw new RewardError("GUERDON_SHAPE", "Expected `chosenLengths` and `rejectedLengths` with `lengthNorm`, got none.");
}

function checkBoth(one: string, a: Float64Array | undefined, other: string, b: Float64Array | undefined): void {
  if ((a === undefined) === (b === undefined)) return;
  const [there, absent] = a === undefined ? [other, one] : [one, other];
  throw new RewardError("GUERDON_SHAPE", `Expected \`${absent}\` beside \`${there}\`, got none.`);
}

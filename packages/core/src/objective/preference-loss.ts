import { z } from "zod";
import { RewardError } from "../error/index.ts";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkLength } from "./column-checks.ts";
import { optionsOf } from "./options-of.ts";
import { type PairLink, pairLink, pairLinkSlope } from "./pair-link.ts";

export interface PreferenceLossOptions extends PairLink {
  /** What the difference of log-ratios, or scores, is multiplied by. */
  readonly beta: number;
  /** Taken from the margin of every pair. */
  readonly margin: number;
  /** Chance that a label is wrong: s = 1 − labelSmoothing. */
  readonly labelSmoothing: number;
  /** The smoothed loss itself, or the one whose mean over wrong labels is the clean loss. */
  readonly smoothing: "conservative" | "robust";
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
  readonly rejected: Float64Array;
  /** log π_ref; without both there is no reference. */
  readonly refChosen?: Float64Array;
  readonly refRejected?: Float64Array;
  readonly chosenLengths?: Float64Array;
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
  })
  .readonly();

/**
 * The loss of DPO and its family on pairs of log-probabilities, and of Bradley–Terry reward models on pairs of scores.
 *
 *   h = log π − log π_ref,  by the length of the response with `lengthNorm`
 *   m = β·(h_chosen − h_rejected) − margin − margins_i
 *   loss = mean_i w_i · ( s·g(m) + (1 − s)·g(−m) ) + anchor · mean(−log π(chosen)) + centre · mean((c + r)²)
 *   g: logistic −log σ(m), squared (m − target)², hinge max(0, target − m)
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
 * @paper 092 §Mechanism (DPO, IPO, SLiC as one g), 097 (soft s), 185 (length-normalised, β 5), 045, 124, 117, 152
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
  out: { readonly chosen?: Float64Array; readonly rejected?: Float64Array } = {},
): PreferenceLoss {
  const settings = optionsOf("preferenceLoss", OPTIONS, options);
  const count = columns.chosen.length;
  checkColumns(columns, count, settings.lengthNorm);
  const chosen = bufferFor("out.chosen", out.chosen, count, "N");
  const rejected = bufferFor("out.rejected", out.rejected, count, "N");
  const { beta, anchor, centre, lengthNorm } = settings;
  let [loss, correct, margins, winners, losers] = [0, 0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const [c, r] = [columns.chosen[i] as number, columns.rejected[i] as number];
    const byChosen = lengthNorm ? 1 / (columns.chosenLengths?.[i] as number) : 1;
    const byRejected = lengthNorm ? 1 / (columns.rejectedLengths?.[i] as number) : 1;
    const won = beta * byChosen * (c - (columns.refChosen?.[i] ?? 0));
    const lost = beta * byRejected * (r - (columns.refRejected?.[i] ?? 0));
    const m = won - lost - settings.margin - (columns.margins?.[i] ?? 0);
    const s = columns.targets?.[i] ?? 1 - settings.labelSmoothing;
    const weight = (columns.weights?.[i] ?? 1) / count;
    loss += weight * smoothed(settings, m, s, pairLink) + (centre * (c + r) * (c + r) - anchor * byChosen * c) / count;
    const slope = beta * weight * smoothedSlope(settings, m, s);
    const pull = (2 * centre * (c + r)) / count;
    chosen[i] = slope * byChosen + pull - (anchor * byChosen) / count;
    rejected[i] = pull - slope * byRejected;
    if (won > lost) correct++;
    margins += m / count;
    winners += won / count;
    losers += lost / count;
  }
  checkFinite("preferenceLoss", loss, { "gradient.chosen": chosen, "gradient.rejected": rejected });
  const accuracy = count === 0 ? 0 : correct / count;
  return {
    loss,
    gradient: { chosen, rejected },
    accuracy,
    margin: margins,
    chosenReward: winners,
    rejectedReward: losers,
  };
}

/** s·g(m) + (1 − s)·g(−m), or its robust form. */
function smoothed(settings: PreferenceLossOptions, m: number, s: number, g: typeof pairLink): number {
  if (s === 1) return g(settings, m);
  if (settings.smoothing === "conservative") return s * g(settings, m) + (1 - s) * g(settings, -m);
  return (s * g(settings, m) - (1 - s) * g(settings, -m)) / (2 * s - 1);
}

function smoothedSlope(settings: PreferenceLossOptions, m: number, s: number): number {
  if (s === 1) return pairLinkSlope(settings, m);
  const [forth, back] = [pairLinkSlope(settings, m), pairLinkSlope(settings, -m)];
  if (settings.smoothing === "conservative") return s * forth - (1 - s) * back;
  return (s * forth + (1 - s) * back) / (2 * s - 1);
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

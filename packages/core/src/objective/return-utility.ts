import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { exp } from "../internal/exp.ts";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkOffsets } from "./check-length.ts";
import { optionsOf } from "./options-of.ts";

export interface ReturnUtilityOptions {
  /** f of the mean returns (outer), or the mean of f of the returns (inner). */
  readonly where: "outer" | "inner";
  /** f: Σ w·x, −Σ w·(x − target)², Σ w·(1 − e^(−risk·x))/risk, or the least w·(x − target). */
  readonly form: "linear" | "target" | "exponential" | "worst";
  /** One weight for each return; 1 for all when it is empty. */
  readonly weights: readonly number[];
  /** One target for each return; 0 for all when it is empty. */
  readonly targets: readonly number[];
  /** Positive avoids risk, negative seeks it. */
  readonly risk: number;
}

export interface ReturnUtility {
  /** −utility, to be minimised. */
  readonly loss: number;
  /** d loss / d returns [R × K]. */
  readonly gradient: Float64Array;
  /** f(J), or the mean of f(G). */
  readonly utility: number;
}

const OPTIONS: z.ZodType<ReturnUtilityOptions, Given<ReturnUtilityOptions>> = z
  .strictObject({
    where: z.enum(["outer", "inner"]).default("outer"),
    form: z.enum(["linear", "target", "exponential", "worst"]).default("linear"),
    weights: z.array(z.number()).readonly().default([]),
    targets: z.array(z.number()).readonly().default([]),
    risk: z
      .number()
      .refine((value) => value !== 0, "risk is 0: take `linear`")
      .default(1),
  })
  .readonly();

/**
 * A utility of returns that is not linear: of the expected returns (outer), or inside the expectation (inner).
 *
 *   outer  u = f(J),  J_k = mean_i G_ik,     gradient by G_ik: −∂f/∂J_k / R   (chain rule f′(J)·∇J)
 *   inner  u = mean_i f(G_i),                gradient by G_ik: −∂f/∂G_ik / R
 *   loss = −u
 *
 * With linear f both are the same, which is all that a Markov reward can say. The loss is minimised.
 *
 * @shape returns [R × K] → loss, gradient [R × K]
 * @unit return → utility
 * @throws RewardError GUERDON_SHAPE when returns are not whole rows; GUERDON_OPTION when an option is wrong
 * @throws RewardError GUERDON_NON_FINITE when a utility overflows, with its place
 * @paper 110 §Mechanism (ONMR, OMORL: f(E[G]); INMR, IMORL: E[f(G)])
 * @kind objective
 * @alias outer = { where: outer }
 * @alias inner = { where: inner }
 *
 * ```ts doctest
 * import { returnUtility } from "@guerdon/core/objective";
 * const returns = Float64Array.of(0, 2);
 * const of = (where: "outer" | "inner") => returnUtility({ returns, width: 1 }, { where, form: "target", targets: [1] });
 * [of("outer").utility, of("inner").utility] // => [0, -1]
 * ```
 */
export function returnUtility(
  columns: {
    /** Returns of each rollout, row by row. */
    readonly returns: Float64Array;
    /** Returns in a row. */
    readonly width: number;
  },
  options?: Given<ReturnUtilityOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): ReturnUtility {
  const settings = optionsOf("returnUtility", OPTIONS, options);
  const { returns, width } = columns;
  const rollouts = returns.length / width;
  if (!Number.isInteger(rollouts) || !(width > 0)) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected \`returns\` to be rows of ${width}, got ${returns.length} numbers.`,
    );
  }
  const f = readyUtility(settings, width);
  const gradient = bufferFor("out.gradient", out.gradient, returns.length, "R × K");
  let utility = 0;
  if (settings.where === "inner") {
    for (let i = 0; i < rollouts; i++) utility += utilityInto(f, returns, i * width, 1 / rollouts, gradient);
  } else if (rollouts > 0) {
    const means = new Float64Array(width);
    for (let i = 0; i < returns.length; i++)
      means[i % width] = (means[i % width] as number) + (returns[i] as number) / rollouts;
    const slopes = new Float64Array(width);
    utility = utilityInto(f, means, 0, 1, slopes);
    for (let i = 0; i < returns.length; i++) gradient[i] = (slopes[i % width] as number) / rollouts;
  }
  checkFinite("returnUtility", utility, { gradient });
  return { loss: 0 - utility, gradient, utility };
}

interface Ready {
  readonly form: ReturnUtilityOptions["form"];
  readonly weights: readonly number[];
  readonly targets: readonly number[];
  readonly risk: number;
}

function readyUtility({ form, weights, targets, risk }: ReturnUtilityOptions, width: number): Ready {
  const full = (name: string, given: readonly number[], otherwise: number): readonly number[] => {
    if (given.length === 0) return new Array<number>(width).fill(otherwise);
    if (given.length === width) return given;
    throw new RewardError("GUERDON_OPTION", `Expected \`${name}\` to have ${width} numbers, got ${given.length}.`);
  };
  return { form, weights: full("weights", weights, 1), targets: full("targets", targets, 0), risk };
}

/** scale · f of one row; writes scale · the gradient of −f. */
function utilityInto(f: Ready, rows: Float64Array, at: number, scale: number, gradient: Float64Array): number {
  let [sum, least, place] = [0, Number.POSITIVE_INFINITY, 0];
  for (let k = 0; k < f.weights.length; k++) {
    const [x, w, target] = [rows[at + k] as number, f.weights[k] as number, f.targets[k] as number];
    const value = utilityOf(f, x, w, target);
    gradient[at + k] = f.form === "worst" ? 0 : 0 - scale * slopeOf(f, x, w, target);
    sum += value;
    if (value < least) [least, place] = [value, k];
  }
  if (f.form !== "worst") return scale * sum;
  gradient[at + place] = 0 - scale * (f.weights[place] as number);
  return scale * least;
}

function utilityOf({ form, risk }: Ready, x: number, w: number, target: number): number {
  if (form === "linear") return w * x;
  if (form === "target") return -w * (x - target) * (x - target);
  return form === "exponential" ? (-w * Math.expm1(-risk * x)) / risk : w * (x - target);
}

function slopeOf({ form, risk }: Ready, x: number, w: number, target: number): number {
  if (form === "linear") return w;
  return form === "target" ? -2 * w * (x - target) : w * exp(-risk * x);
}

/**
 * The limit-average return of each trajectory, as far as it was seen: the mean reward of a step.
 *
 *   LAR_i = mean over the steps from `burnIn` on of R
 *
 * A trajectory without a step after the burn-in gives 0.
 *
 * @shape rewards [S], offsets [R + 1] → [R]
 * @unit reward → reward per step
 * @throws RewardError GUERDON_SHAPE when offsets do not cover the steps
 * @throws RewardError GUERDON_NON_FINITE when a mean overflows, with its place
 * @paper 110 §Mechanism (LAR)
 * @kind objective
 * @alias limitAverage
 *
 * ```ts doctest
 * import { limitAverage } from "@guerdon/core/objective";
 * [...limitAverage({ rewards: Float64Array.of(9, 1, 3), offsets: Int32Array.of(0, 3) }, { burnIn: 1 })] // => [2]
 * ```
 */
export function limitAverage(
  columns: {
    /** Reward of each step, rollout by rollout. */
    readonly rewards: Float64Array;
    /** First step of each rollout, and the end of the last. */
    readonly offsets: Int32Array;
  },
  options: {
    /** Steps at the start of a rollout that are left out; none by default. */
    readonly burnIn?: number;
  } = {},
  out?: Float64Array,
): Float64Array {
  const { rewards, offsets } = columns;
  checkOffsets("offsets", offsets, rewards.length);
  const averages = bufferFor("out", out, offsets.length - 1, "R").fill(0);
  for (let r = 0; r < averages.length; r++) {
    const [start, end] = [(offsets[r] as number) + (options.burnIn ?? 0), offsets[r + 1] as number];
    for (let s = start; s < end; s++) averages[r] = (averages[r] as number) + (rewards[s] as number) / (end - start);
  }
  checkFinite("limitAverage", 0, { averages });
  return averages;
}

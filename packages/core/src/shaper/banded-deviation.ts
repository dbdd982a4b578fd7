import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { type BandCurve, huberBonus } from "./huber-bonus.ts";

/** One number for each band: hard, medium, easy. */
type PerBand = readonly [number, number, number];

export interface BandedDeviationOptions {
  /** `paper`: wrong responses are charged in a straight line; `huber`: the released curve, for all. */
  readonly curve: "paper" | "huber";
  /** Deviation that costs nothing, as a share of the target and at least 1. */
  readonly margin: PerBand;
  /** Where the curve turns from a square into a line. */
  readonly kappa: PerBand;
  /** Width of the sigmoid that pays deviations. */
  readonly temperature: PerBand;
  /** What `strength` is multiplied by to give the most that can be paid or charged. */
  readonly scale: PerBand;
  /** Share of that which a wrong response can earn by its deviation. */
  readonly wrong: PerBand;
  /** Takes ½ from the sigmoid, so that a wrong response earns nothing for no deviation. */
  readonly centred: boolean;
}
type BandedDeviationInput = {
  readonly [K in keyof BandedDeviationOptions]?: BandedDeviationOptions[K] | undefined;
};

const perBand = (hard: number, medium: number, easy: number): z.ZodDefault<z.ZodType<PerBand, PerBand>> => {
  const one = z.number().nonnegative();
  return z.tuple([one, one, one]).default([hard, medium, easy]);
};

const options: z.ZodType<BandedDeviationOptions, BandedDeviationInput> = z.strictObject({
  curve: z.enum(["paper", "huber"]).default("huber"),
  margin: perBand(0.35, 0.25, 0.15), // 107 §Mechanism
  kappa: perBand(4, 3, 2), // 107 §Mechanism
  temperature: perBand(3, 2.5, 2), // 107 §Mechanism
  scale: perBand(1.2, 1, 1), // 107 §Mechanism
  wrong: perBand(1, 0.8, 0.6), // 107 §Mechanism
  centred: z.boolean().default(false),
});

/**
 * Bends a count (a length, or windows of high entropy) towards the target of the prompt's band.
 *
 *   Δ = of − target;  band 0 hard, 1 medium, 2 easy;  s = max(0, strength)
 *   paper:  out = −s · g if wrong, 0 if correct;  g = max(0, −Δ) hard · |Δ| medium · max(0, Δ) easy
 *   huber:  m = max(1, margin · target),  cap = s · scale,  σ(x) = 1 / (1 + exp(−x / temperature))
 *           h(x) = x² / (2 kappa) up to kappa, x − kappa / 2 beyond
 *           wrong:                 + σ(max(0, Δ − m)) · cap · wrong
 *           correct, medium, easy: − min(cap, cap · h(o) / (m + kappa)),  o = max(0, |Δ| − m) | max(0, Δ − m)
 *           correct, hard:         + σ(Δ + m) · cap from Δ = −m on,  − min(cap, ½ cap · h(−Δ − m) / (m + kappa)) below
 *
 * So easy prompts are charged for being long and hard ones paid. The huber curve pays wrong
 * responses too, at least cap · wrong / 2 without `centred`: keep `strength` below the reward of a
 * correct answer. With the target equal to the mean of the same batch the paper's multiplier is 0
 * by construction: take a running or an earlier target. The result is missing where any input is.
 *
 * @shape of [R], target [R], band [R], correct [R], strength [R] → [R]
 * @unit count, count, band, any, reward → reward
 * @paper 107 §Mechanism (both curves; the strength of each band is moved by an integral controller)
 * @kind shaper
 * @alias bandedDeviation = { use: banded-deviation, curve: huber, strength: 0.5 }
 * @plot { target: 20, band: 2, correct: 1 } over of 0..60
 * @plot { target: 20, band: 1, correct: 1 } over of 0..60
 * @plot { target: 20, band: 0, correct: 1 } over of 0..60
 * @plot { target: 20, band: 0, correct: 0 } over of 0..60
 *
 * ```ts doctest
 * import { bandedDeviation } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const inputs = [[25, 25, 3], [20, 20, 20], [2, 0, 1], [0, 0, 0], [0.1, 0.1, 0.1]];
 * const signals = inputs.map((values) => fullSignal("rollout", values));
 * [...bandedDeviation({ curve: "paper" }).apply(signals, flatLayout([3])).values] // => [-0.5, 0, -1.7000000000000002]
 * ```
 */
export const bandedDeviation: TransformFactory<typeof options> = defineShaper({
  name: "banded-deviation",
  version: 1,
  summary: "Bends a count towards the target of the prompt's band.",
  options,
  build: (own) => {
    const curves = ([0, 1, 2] as const).map((band) => curveOf(own, band));
    return {
      inputs: [
        { name: "of", default: { use: "length", unit: "tokens" } },
        { name: "target" },
        { name: "band" },
        { name: "correct" },
        { name: "strength", default: 0.5 }, // 107 §Mechanism: α starts at 0.5
      ],
      range: (inputs) => (own.curve === "paper" ? rangeOfPaper(inputs) : rangeOfHuber(inputs, own)),
      trend: (_, inputs) => ((inputs[4] as Interval).max <= 0 ? "constant" : "unknown"),
      apply: (inputs) => deviate(inputs, own.curve, curves),
    };
  },
});

function curveOf({ margin, kappa, temperature, scale, wrong, centred }: BandedDeviationOptions, band: 0 | 1 | 2) {
  return {
    band,
    margin: margin[band],
    kappa: kappa[band],
    temperature: temperature[band],
    scale: scale[band],
    wrong: wrong[band],
    free: centred ? 0.5 : 0,
  } satisfies BandCurve;
}

function deviate(inputs: readonly Signal[], curve: "paper" | "huber", curves: readonly BandCurve[]): Signal {
  const [of, target, band, correct, strength] = inputs as readonly [Signal, Signal, Signal, Signal, Signal];
  const present = jointPresent(inputs);
  const values = new Float64Array(present.length);
  for (let i = 0; i < present.length; i++) {
    const worth = Math.max(0, strength.values[i] as number);
    if (present[i] === 0 || worth === 0) continue;
    const which = bandOf(band.values[i] as number);
    const delta = (of.values[i] as number) - (target.values[i] as number);
    const right = (correct.values[i] as number) > 0;
    if (curve === "huber") {
      values[i] = huberBonus(delta, target.values[i] as number, right, worth, curves[which] as BandCurve);
    } else if (!right) {
      values[i] = 0 - worth * (which === 1 ? Math.abs(delta) : Math.max(0, which === 2 ? delta : -delta));
    }
  }
  return deriveSignal(of.level, values, present, inputs);
}

/** The nearest of the three bands. */
function bandOf(value: number): 0 | 1 | 2 {
  return value < 0.5 ? 0 : value < 1.5 ? 1 : 2;
}

function rangeOfPaper(inputs: readonly Interval[]): Interval {
  const [of, target, band, correct, strength] = inputs as readonly [Interval, Interval, Interval, Interval, Interval];
  if (correct.min > 0 || strength.max <= 0) return { min: 0, max: 0 };
  const over = band.max < 0.5 ? 0 : Math.max(0, of.max - target.min);
  const under = band.min >= 1.5 ? 0 : Math.max(0, target.max - of.min);
  const most = Math.max(over, under);
  return { min: most === 0 ? 0 : -strength.max * most, max: 0 };
}

function rangeOfHuber(inputs: readonly Interval[], { scale, wrong, centred }: BandedDeviationOptions): Interval {
  const [, , band, correct, strength] = inputs as readonly [Interval, Interval, Interval, Interval, Interval];
  const worth = Math.max(0, strength.max);
  let [min, max] = [0, 0];
  for (let which = bandOf(band.min); which <= bandOf(band.max); which++) {
    const cap = worth * (scale[which] as number);
    const paid = cap * (centred ? 0.5 : 1);
    if (correct.max > 0) min = Math.min(min, -cap);
    if (correct.max > 0 && which === 0) max = Math.max(max, paid);
    if (correct.min <= 0) max = Math.max(max, paid * (wrong[which] as number));
  }
  return { min, max };
}

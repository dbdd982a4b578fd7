import { z } from "zod";
import { defineSchedule, START, type TransformFactory } from "../piece/index.ts";
import { fullSignal } from "../signal/index.ts";
import { SHAPES, type Shape, valueOfMove } from "./value-of-move.ts";

export interface AnnealOptions {
  /** The number at the first step and before. */
  readonly from: number;
  /** The number at the last step and after. */
  readonly to: number;
  /** Training steps from the first value to the last. */
  readonly steps: number;
  /** Training step of the first value; it holds before. */
  readonly start: number;
  /** The way from one to the other. */
  readonly shape: Exclude<Shape, "hold">;
  /** How sharply `exponential` and `sigmoid` bend. */
  readonly sharpness: number;
  /** How many times the way is gone within `steps`, each time from the start. */
  readonly cycles: number;
}
type AnnealInput = { readonly [K in keyof AnnealOptions]?: AnnealOptions[K] | undefined };

const options: z.ZodType<AnnealOptions, AnnealInput> = z
  .strictObject({
    from: z.number().default(0),
    to: z.number().default(1),
    steps: z.number().positive().default(100),
    start: z.number().default(0),
    shape: z.enum(SHAPES).exclude(["hold"]).default("linear"),
    sharpness: z.number().positive().default(5),
    cycles: z.int().positive().default(1),
  })
  .refine(({ shape, from, to }) => shape !== "geometric" || from * to > 0, {
    path: ["shape"],
    error: "`geometric` needs `from` and `to` of one sign, neither 0",
  });

/**
 * Moves a number from one value to another over training.
 *
 *   p = (step − start) / steps, held in [0, 1];  out = from before, to after
 *   linear       from + (to − from)·p
 *   cosine       from + (to − from)·(1 − cos πp)/2
 *   geometric    from·(to / from)^p
 *   sigmoid      from + (to − from)·s(p),  s = σ(2k(p − ½)) put on [0, 1],  k = sharpness
 *   exponential  to + (from − to)·e^(−k·p),  p not held at 1: it goes on towards `to`
 *
 * With `cycles` the way is gone that many times within `steps` (warm restarts). Several moves one
 * after the other are `piecewise`. The value depends on the training step alone, so a resumed run
 * goes on where it was.
 *
 * @shape → one number
 * @unit that of from and to
 * @throws RewardError GUERDON_OPTION when `geometric` is asked for between values of two signs
 * @paper 136 §Mechanism (cosine from 0.9 to 0.1)
 * @paper 086 §Mechanism (the smooth scale: linear over 150 steps)
 * @paper 121 §Mechanism (1 + e^(−γk/k_mid): exponential from 2 to 1)
 * @paper 211, 023, 066, 087 (warm-up, temperature, annealed KL, fading shaping)
 * @kind schedule
 * @alias linear = { use: anneal, shape: linear }
 * @alias cosine = { use: anneal, shape: cosine }
 * @alias exponential = { use: anneal, shape: exponential }
 * @alias warm-up = { use: anneal, from: 0, to: 1, steps: 100 }
 * @alias warmup = { use: anneal, from: 0, to: 1, steps: 100 }
 * @alias phaseWeight = { use: anneal, from: 2, to: 1, shape: exponential, sharpness: 1 }
 * @alias temperature schedule = { use: anneal, from: 1, to: 0.1, shape: geometric }
 * @alias schedule = { use: anneal, from: 1, to: 0 }
 * @plot { from: 0.9, to: 0.1, steps: 400, shape: "cosine" } over step 0..500
 * @plot { from: 0.9, to: 0.1, steps: 400, shape: "linear" } over step 0..500
 * @plot { from: 0.9, to: 0.1, steps: 400, shape: "exponential" } over step 0..500
 * @plot { from: 0.9, to: 0.1, steps: 400, shape: "sigmoid" } over step 0..500
 *
 * ```ts doctest
 * import { anneal } from "@guerdon/core/schedule";
 * import { flatLayout } from "@guerdon/core/signal";
 * const weight = anneal({ from: 0.9, to: 0.1, steps: 200, shape: "cosine" });
 * [0, 100, 200, 300].map((step) => weight.apply([], flatLayout([1]), { step }).values[0]) // => [0.9, 0.5, 0.1, 0.1]
 * ```
 */
export const anneal: TransformFactory<typeof options> = defineSchedule({
  name: "anneal",
  version: 1,
  summary: "Moves a number from one value to another over training.",
  options,
  build: (move) => ({
    level: "batch",
    inputs: [],
    range: () => ({ min: Math.min(move.from, move.to), max: Math.max(move.from, move.to) }),
    trend: () => "constant",
    apply: (_inputs, _layout, { step } = START) => fullSignal("batch", [valueOfMove(move, step - move.start)]),
  }),
});

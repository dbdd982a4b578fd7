import { z } from "zod";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Layout, type Signal, UNBOUNDED, UNIT } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { lengthOf } from "./length-of.ts";

export interface ProgressFusionOptions {
  /** The mean of the three views, or a step towards them that is small where they disagree. */
  readonly mode: "mean" | "consistency";
  /** How fast trust falls with disagreement. */
  readonly alpha: number;
  /** Added to the mean that disagreement is divided by. */
  readonly eps: number;
  /** Progress before the first step. */
  readonly start: number;
}
type ProgressFusionInput = { readonly [K in keyof ProgressFusionOptions]?: ProgressFusionOptions[K] | undefined };

const options: z.ZodType<ProgressFusionOptions, ProgressFusionInput> = z.strictObject({
  mode: z.enum(["mean", "consistency"]).default("mean"),
  alpha: z.number().nonnegative().default(5), // 015 §Pieces: α = 5
  eps: z.number().positive().default(1e-6),
  start: z.number().min(0).max(1).default(0),
});

/**
 * Fuses three views of how far an episode has come into one progress in [0, 1] a step.
 *
 *   Δ_t = (1 − Φ_{t−1}) · hop_t if hop_t ≥ 0,  Φ_{t−1} · hop_t otherwise,  Φ_{−1} = start
 *   F_t = forward_t,  B_t = 1 + backward_t,  M_t = (F_t + B_t) / 2
 *   Φ_t = ((Φ_{t−1} + Δ_t) + F_t + B_t) / 3                                            mean
 *   Φ_t = Φ_{t−1} + (w_t / 2) (M_t − Φ_{t−1} + Δ_t),  w_t = exp(−α ((B_t − F_t) / (|M_t| + ε))²)   consistency
 *
 * `hop` compares a step with the one before, `forward` with the start and `backward` with the goal, each
 * as a share of the way left or gone. Views that disagree leave the progress nearly as it was. Where one
 * is missing the result is missing too, and the next step goes on from the last progress there was.
 *
 * @shape hop [S], forward [S], backward [S] → [S]
 * @unit share of the way → progress
 * @throws RewardError GUERDON_SHAPE when lengths differ
 * @paper 015 §Mechanism (fused progress and its consistency check)
 * @kind combinator
 * @alias progressFusion
 * @plot { forward: [0.2, 0.4, 0.9, 0.8], backward: [-0.8, -0.6, -0.9, -0.2] } over steps [0.2, 0.25, 0.3, 0.5]
 *
 * ```ts doctest
 * import { progressFusion } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 2) };
 * const [hop, forward, backward] = [[0.5, 0], [0.5, 0.5], [-0.5, -0.5]].map((row) => fullSignal("step", row));
 * [...progressFusion().apply([hop, forward, backward], layout).values] // => [0.5, 0.5]
 * ```
 */
export const progressFusion: TransformFactory<typeof options> = defineCombinator({
  name: "progress-fusion",
  version: 1,
  summary: "Fuses three views of how far an episode has come into one progress in [0, 1] a step.",
  options,
  build: (settings) => ({
    level: "step",
    inputs: [
      { name: "hop", level: "step" },
      { name: "forward", level: "step" },
      { name: "backward", level: "step" },
    ],
    range: ([hop, forward, backward]) => {
      const fits =
        isWithin(hop as Interval, -1, 1) &&
        isWithin(forward as Interval, 0, 1) &&
        isWithin(backward as Interval, -1, 0);
      return fits ? UNIT : UNBOUNDED;
    },
    trend: () => "unknown",
    apply: (inputs, layout) => fuse(inputs, layout, settings),
  }),
});

function isWithin({ min, max }: Interval, least: number, most: number): boolean {
  return min >= least && max <= most;
}

function fuse(inputs: readonly Signal[], layout: Layout, { mode, alpha, eps, start }: ProgressFusionOptions): Signal {
  const [hop, forward, backward] = inputs as readonly [Signal, Signal, Signal];
  const values = new Float64Array(lengthOf(inputs));
  const present = jointPresent(inputs);
  const { stepOffsets } = layout;
  for (let r = 0; r + 1 < stepOffsets.length; r++) {
    let progress = start;
    for (let t = stepOffsets[r] as number; t < (stepOffsets[r + 1] as number); t++) {
      if (present[t] === 0) continue;
      const move = hop.values[t] as number;
      const moved = progress + (move >= 0 ? 1 - progress : progress) * move;
      const [ahead, behind] = [forward.values[t] as number, 1 + (backward.values[t] as number)];
      let next = (moved + ahead + behind) / 3;
      if (mode === "consistency") {
        const middle = (ahead + behind) / 2;
        const apart = (behind - ahead) / (Math.abs(middle) + eps);
        next = progress + (Math.exp(-alpha * apart * apart) / 2) * (middle + moved - 2 * progress);
      }
      values[t] = next;
      if (Number.isFinite(next)) progress = next;
    }
  }
  return deriveSignal("step", values, present, inputs);
}

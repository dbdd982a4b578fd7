import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import {
  deriveSignal,
  type Interval,
  type Layout,
  type Missing,
  missingAt,
  rolloutOffsets,
  type Signal,
} from "../signal/index.ts";

export interface StickyPenaltyOptions {
  /** For how many steps an event is felt, the one it happens in among them. */
  readonly ticks: number;
  /** What steps are worth that feel it; all others are worth 1. */
  readonly factor: number;
}
type StickyPenaltyInput = { readonly [K in keyof StickyPenaltyOptions]?: StickyPenaltyOptions[K] | undefined };

const options: z.ZodType<StickyPenaltyOptions, StickyPenaltyInput> = z.strictObject({
  ticks: z.int().positive().default(500), // 001 §Mechanism
  factor: z.number().default(0.5), // 001 §Mechanism
});

/**
 * A factor that stays low for a number of steps after something happened.
 *
 *   out_t = factor if of_u > 0 for some u in t − ticks + 1 … t,  1 otherwise
 *
 * Multiply rewards of steps by it. Missing where no event is seen among the last steps but one of them
 * is missing, for the reason of the latest of these.
 *
 * @shape of [S] → [S]
 * @unit event → factor
 * @throws RewardError GUERDON_OPTION when `ticks` is no positive whole number
 * @paper 001 §Mechanism (0.5 for the next 500 ticks after a time-to-collision event)
 * @kind shaper
 * @alias stickyPenalty = { use: sticky-penalty, ticks: 500, factor: 0.5 }
 * @plot { ticks: 2, factor: 0.5 } over steps [0, 1, 0, 0, 0]
 *
 * ```ts doctest
 * import { stickyPenalty } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 5) };
 * [...stickyPenalty({ ticks: 2 }).apply([fullSignal("step", [0, 1, 0, 0, 0])], layout).values] // => [1, 0.5, 0.5, 1, 1]
 * ```
 */
export const stickyPenalty: TransformFactory<typeof options> = defineShaper({
  name: "sticky-penalty",
  version: 1,
  summary: "A factor that stays low for a number of steps after something happened.",
  options,
  build: ({ ticks, factor }) => ({
    level: "step",
    inputs: [{ name: "of" }],
    range: ([of]) => {
      if ((of as Interval).max <= 0) return { min: 1, max: 1 };
      if ((of as Interval).min > 0) return { min: factor, max: factor };
      return { min: Math.min(1, factor), max: Math.max(1, factor) };
    },
    trend: (_, [of]) => {
      const { min, max } = of as Interval;
      return factor === 1 || max <= 0 || min > 0 ? "constant" : factor < 1 ? "decreasing" : "increasing";
    },
    apply: ([of], layout) => felt(of as Signal, layout, ticks, factor),
  }),
});

function felt(of: Signal, layout: Layout, ticks: number, factor: number): Signal {
  const offsets = rolloutOffsets(layout, "step");
  const values = new Float64Array(of.values.length).fill(1);
  const present = new Uint8Array(values.length).fill(1);
  const unknown = new Map<number, number>();
  for (let row = 0; row + 1 < offsets.length; row++) {
    let event = Number.NEGATIVE_INFINITY;
    let gap = Number.NEGATIVE_INFINITY;
    for (let t = offsets[row] as number; t < (offsets[row + 1] as number); t++) {
      if (of.present[t] === 0) gap = t;
      else if ((of.values[t] as number) > 0) event = t;
      if (t - event < ticks) values[t] = factor;
      else if (t - gap < ticks) {
        present[t] = 0;
        unknown.set(t, gap);
      }
    }
  }
  const reason = (t: number): Missing => missingAt(of, unknown.get(t) as number);
  return deriveSignal("step", values, present, reason);
}

import { z } from "zod";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage } from "../piece/index.ts";
import type { Layout, Signal } from "../signal/index.ts";
import { classesOf } from "./classes.ts";
import { countedPlaces } from "./counted-places.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { normaliseClasses } from "./normalise-classes.ts";
import { timeWeights } from "./time-weights.ts";

export interface AbsoluteAnchoredOptions {
  /** How much the value itself counts beside its difference from the group. */
  readonly k: number;
  /** On how many first steps it does; on all when absent. */
  readonly kSteps?: number | undefined;
  /** Added to the deviation. */
  readonly eps: number;
  /**
   * Weight of each step: its value over the mean value of its rollout (`own`), of the means of the
   * group at each step (`group`, so that advantages of a step still cancel), or 1 (`off`).
   */
  readonly omega: "own" | "group" | "off";
  /** Which deviation is divided by. */
  readonly scale: "sample-std" | "population-std";
}
type AbsoluteAnchoredInput = { readonly [K in keyof AbsoluteAnchoredOptions]?: AbsoluteAnchoredOptions[K] | undefined };

const options: z.ZodType<AbsoluteAnchoredOptions, AbsoluteAnchoredInput> = z.strictObject({
  k: z.number().nonnegative().default(0.1),
  kSteps: z.int().nonnegative().optional(), // 080 §Mechanism: 5
  eps: z.number().nonnegative().default(1e-6),
  omega: z.enum(["own", "group", "off"]).default("group"), // 080 §Pitfalls: a weight of its own for each rollout is biased
  scale: z.enum(["sample-std", "population-std"]).default("sample-std"),
});

/**
 * Compares the value of each step with the group at the same step, and adds the value itself.
 *
 *   out_{i,t} = ω_{i,t} · ((Q_{i,t} − mean_t) / (std_t + eps) + k · Q_{i,t}),  k only for t < kSteps
 *   ω_{i,t} = Q_{i,t} / mean over t of Q_{i,t} (own) | mean_i Q_{i,t} / its mean over t (group) | 1 (off)
 *
 * Where all members of a group have the same value, k · ω · Q is left instead of 0. Values are taken
 * from `credit` (as reward-to-go); a weight whose mean is not positive is 1. A step without a value,
 * or whose rollout has no total, gets 0 and moves nothing. With `k: 0` and `omega: off` it is
 * `group-by` with `by: index`.
 *
 * @shape credit [S] → [S]
 * @unit reward → advantage
 * @paper 080 §Mechanism (VGPO): A = ω · [(Q − mean) / std + k·Q], k on the first 5 steps
 * @kind advantage
 * @alias dualAnchored = { use: absolute-anchored, k: 0.1, kSteps: 5 }
 * @plot { k: 0, omega: "off" } over steps [0, 0, 1]
 * @plot { k: 0.1, omega: "off" } over steps [0, 0, 1]
 *
 * ```ts doctest
 * import { absoluteAnchored } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([2]), stepOffsets: Int32Array.of(0, 1, 2) };
 * const input = { total: fullSignal("rollout", [1, 1]), over: [], inputs: [fullSignal("step", [2, 2])] };
 * [...absoluteAnchored({ k: 0.5, omega: "off" }).advantages(input, layout).values] // => [1, 1]
 * ```
 */
export const absoluteAnchored: AdvantageFactory<typeof options> = defineAdvantage({
  name: "absolute-anchored",
  version: 1,
  summary: "Compares the value of each step with the group at the same step, and adds the value itself.",
  options,
  build: (settings) => ({
    scope: "group",
    decoupled: false,
    level: "step",
    inputs: [{ name: "credit", level: "step" }],
    advantages: (input, layout) => anchor(settings, input, layout),
  }),
});

function anchor(rule: AbsoluteAnchoredOptions, { total, inputs }: AdvantageInput, layout: Layout): Signal {
  const [credit] = inputs as readonly [Signal];
  const counted = countedPlaces("step", layout, total, [credit]);
  const place = { by: "index", among: "group" } as const;
  const classes = classesOf(place, "step", layout);
  const relative = { ...place, baseline: "group-mean", scale: rule.scale, eps: rule.eps } as const;
  const out = normaliseClasses(credit.values, counted, classes, relative);
  const weights = rule.omega === "off" ? undefined : timeWeights(credit.values, counted, classes, layout, rule.omega);
  const { stepOffsets } = layout;
  for (let r = 0; r < layout.groupOf.length; r++) {
    const from = stepOffsets[r] as number;
    for (let i = from; i < (stepOffsets[r + 1] as number); i++) {
      if (counted[i] === 0) continue;
      const k = rule.kSteps === undefined || i - from < rule.kSteps ? rule.k : 0;
      const sum = (out[i] as number) + (k === 0 ? 0 : k * (credit.values[i] as number));
      out[i] = weights === undefined ? sum : (weights[i] as number) * sum;
    }
  }
  return fullAdvantage("step", out);
}

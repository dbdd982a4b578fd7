import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, hull, type Interval, type Layout, rolloutOffsets, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";

export interface EpisodicCountDecayOptions {
  /** How fast repetitions stop paying. */
  readonly exponent: number;
  /** Whether the values are of steps or of tokens. */
  readonly level: "step" | "token";
}
type EpisodicCountDecayInput = {
  readonly [K in keyof EpisodicCountDecayOptions]?: EpisodicCountDecayOptions[K] | undefined;
};

const options: z.ZodType<EpisodicCountDecayOptions, EpisodicCountDecayInput> = z.strictObject({
  exponent: z.number().nonnegative().default(3), // 002 §Mechanism: k = 3
  level: z.enum(["step", "token"]).default("step"),
});

/**
 * Pays a step less the oftener its like has come before in the same rollout.
 *
 *   out_t = of_t / N_t^exponent,  N_t = steps up to and with t that have the id of t
 *
 * `id` is a whole number that names what must not repeat, such as a hash of a message. A step without
 * an id is not counted. Missing where `of` or `id` is missing.
 *
 * @shape of [S] or [T], id same → same
 * @unit any, name → same
 * @paper 002 §Mechanism (β r_int N(m)^−k, counts start anew with each episode)
 * @kind shaper
 * @alias episodicCountDecay = { use: episodic-count-decay, exponent: 3 }
 * @plot { exponent: 3, id: 0 } over steps [1, 1, 1, 1]
 * @plot { exponent: 1, id: 0 } over steps [1, 1, 1, 1]
 *
 * ```ts doctest
 * import { episodicCountDecay } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };
 * const [of, id] = [fullSignal("step", [1, 1, 1]), fullSignal("step", [7, 7, 3])];
 * [...episodicCountDecay().apply([of, id], layout).values] // => [1, 0.125, 1]
 * ```
 */
export const episodicCountDecay: TransformFactory<typeof options> = defineShaper({
  name: "episodic-count-decay",
  version: 1,
  summary: "Pays a step less the oftener its like has come before in the same rollout.",
  options,
  build: ({ exponent, level }) => ({
    level,
    inputs: [{ name: "of" }, { name: "id" }],
    range: ([of]) => (exponent === 0 ? (of as Interval) : hull(of as Interval, { min: 0, max: 0 })),
    trend: (index) => (index === 0 ? "increasing" : exponent === 0 ? "constant" : "unknown"),
    apply: ([of, id], layout) => decayed(of as Signal, id as Signal, layout, exponent, level),
  }),
});

function decayed(of: Signal, id: Signal, layout: Layout, exponent: number, level: "step" | "token"): Signal {
  const offsets = rolloutOffsets(layout, level);
  const values = new Float64Array(of.values.length);
  const seen = new Map<number, number>();
  for (let row = 0; row + 1 < offsets.length; row++) {
    seen.clear();
    for (let t = offsets[row] as number; t < (offsets[row + 1] as number); t++) {
      if (id.present[t] === 0) continue;
      const count = (seen.get(id.values[t] as number) ?? 0) + 1;
      seen.set(id.values[t] as number, count);
      values[t] = (of.values[t] as number) / count ** exponent;
    }
  }
  return deriveSignal(level, values, jointPresent([of, id]), [of, id]);
}

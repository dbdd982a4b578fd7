import { z } from "zod";
import { defineCredit, type TransformFactory } from "../piece/index.ts";
import {
  abstained,
  deriveSignal,
  type Interval,
  type Layout,
  type Missing,
  missingAt,
  rolloutOffsets,
  type Signal,
} from "../signal/index.ts";

export interface PrefixDynamicsOptions {
  /** Where the measure is. */
  readonly from: "step" | "token";
  /** How many steps or tokens longer each prefix is than the one before. */
  readonly stride: number;
  /** The mean of the measure, of its velocity, or of its acceleration. */
  readonly give: "value" | "velocity" | "acceleration";
}
type PrefixDynamicsInput = { readonly [K in keyof PrefixDynamicsOptions]?: PrefixDynamicsOptions[K] | undefined };

const options: z.ZodType<PrefixDynamicsOptions, PrefixDynamicsInput> = z.strictObject({
  from: z.enum(["step", "token"]).default("token"),
  stride: z.int().min(1).default(40), // 222 §Mechanism 2: 40
  give: z.enum(["value", "velocity", "acceleration"]).default("value"),
});

/** How many prefixes a rollout needs to have one. */
const NEEDED = { value: 1, velocity: 2, acceleration: 3 } as const;
const TOO_SHORT: Missing = abstained("the rollout is too short");

/**
 * Measures how a running measure moves as a rollout gets longer.
 *
 *   m_j = of at the end of the first j · stride tokens
 *   v_j = m_j − mean(m_1 … m_{j−1}),  a_j = v_j − v_{j−1}
 *   out = mean m (value) | mean of v_2, v_3 … (velocity) | mean of a_3, a_4 … (acceleration)
 *
 * A rollout with fewer than one, two or three strides abstains; one with a missing m_j is missing.
 * What lies between the ends of strides is not read.
 *
 * @shape of [T] → [R]; steps instead of tokens with `from: step`
 * @unit any → same
 * @paper 222 §Mechanism 2: m_j, ERV_j and ERA_j; §Pitfalls: no velocity under two strides
 * @kind credit
 * @alias prefixDynamics = { use: prefix-dynamics, stride: 40, give: acceleration }
 * @plot { stride: 1, give: value } over tokens [1, 2, 4, 3]
 * @plot { stride: 1, give: velocity } over tokens [1, 2, 4, 3]
 *
 * ```ts doctest
 * import { prefixDynamics } from "@guerdon/core/credit";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), tokenOffsets: Int32Array.of(0, 3) };
 * [...prefixDynamics({ stride: 1, give: "velocity" }).apply([fullSignal("token", [1, 2, 4])], layout).values] // => [1.75]
 * ```
 */
export const prefixDynamics: TransformFactory<typeof options> = defineCredit({
  name: "prefix-dynamics",
  version: 1,
  summary: "Measures how a running measure moves as a rollout gets longer.",
  options,
  build: (settings) => ({
    level: "rollout",
    inputs: [{ name: "of", level: settings.from }],
    range: (inputs) => rangeOf(settings, inputs[0] as Interval),
    trend: () => (settings.give === "value" ? "increasing" : "unknown"),
    apply: (inputs, layout) => follow(inputs[0] as Signal, layout, settings),
  }),
});

/** A velocity is at most the width w of the values; a mean of n accelerations is (v_last − v_2) / n. */
function rangeOf({ give }: PrefixDynamicsOptions, { min, max }: Interval): Interval {
  if (give === "value") return { min, max };
  const width = (max - min) * (give === "velocity" ? 1 : 2);
  return { min: -width, max: width };
}

function follow(of: Signal, layout: Layout, { from, stride, give }: PrefixDynamicsOptions): Signal {
  const offsets = rolloutOffsets(layout, from);
  const count = offsets.length - 1;
  const values = new Float64Array(count);
  const present = new Uint8Array(count);
  const reasons = new Map<number, Missing>();
  for (let r = 0; r < count; r++) {
    const start = (offsets[r] as number) - 1;
    const prefixes = Math.floor(((offsets[r + 1] as number) - start - 1) / stride);
    const used = Math.max(0, prefixes + 1 - NEEDED[give]);
    if (used === 0) continue;
    let [mean, velocity, first, total] = [0, 0, 0, 0];
    for (let j = 1; j <= prefixes; j++) {
      const at = start + j * stride;
      if (of.present[at] === 0 && !reasons.has(r)) reasons.set(r, missingAt(of, at));
      const value = of.values[at] as number;
      if (j > 1) velocity = value - mean;
      if (j === 2) first = velocity;
      mean += (value - mean) / j;
      total += velocity;
    }
    if (reasons.has(r)) continue;
    values[r] = give === "value" ? mean : (give === "velocity" ? total : velocity - first) / used;
    present[r] = 1;
  }
  return deriveSignal("rollout", values, present, (r) => reasons.get(r) ?? TOO_SHORT);
}

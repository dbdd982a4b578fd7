import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import {
  deriveSignal,
  hull,
  type Interval,
  type Layout,
  missingAt,
  rolloutOffsets,
  type Signal,
} from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { neighbourSignal } from "./neighbour-signal.ts";

export interface PotentialOptions {
  /**
   * What the potentials belong to: the state (or the state and the action) a step starts from
   * (`ahead`), the state a step leads to (`after`), or state and action with a look back (`back`).
   */
  readonly look: "ahead" | "after" | "back";
  /** What the potential after a step counts. */
  readonly gamma: number;
  /** What a negative result is multiplied by. */
  readonly negativeSlope: number;
  /** Whether the first step is paid like any other. */
  readonly first: "difference" | "zero";
  /** Whether the values are of steps or of tokens. */
  readonly level: "step" | "token";
}
type PotentialInput = { readonly [K in keyof PotentialOptions]?: PotentialOptions[K] | undefined };

const options: z.ZodType<PotentialOptions, PotentialInput> = z.strictObject({
  look: z.enum(["ahead", "after", "back"]).default("ahead"),
  gamma: z.number().gt(0).max(1).default(1),
  negativeSlope: z.number().nonnegative().default(1), // 074 §Pieces
  first: z.enum(["difference", "zero"]).default("difference"),
  level: z.enum(["step", "token"]).default("step"),
});

/**
 * Potential-based shaping: pays the change of a potential in a way that leaves optimal policies what they are.
 *
 *   ahead  F_t = γ Φ_{t+1} − Φ_t,  Φ_K = end             Φ_t of the state (or state and action) step t starts from
 *   after  F_t = γ Φ_t − Φ_{t−1},  Φ_{−1} = start        Φ_t of the state step t leads to;
 *          γ Φ_t is 0 in the last step where `terminated` is above 0
 *   back   F_t = Φ_t − Φ_{t−1} / γ,  Φ_{−1} = start      Φ_t of state and action, look-back advice
 *
 * Discounted, F telescopes: ahead Σ γ^t F_t = γ^K end − Φ_0. A terminal state has potential 0, the default
 * of `end`; a rollout cut off in the middle keeps the potential of the state it reached, so give that as
 * `end`, or leave `terminated` 0. Potentials that change while training are columns as well (dynamic
 * shaping). With `first: zero` or a negative slope other than 1 the sum does not telescope and optimal
 * policies may change. Missing where either of the two potentials is missing.
 *
 * @shape of [S] or [T], end [R] (ahead) or start [R] (after, back), terminated [R] (after) → [S] or [T]
 * @unit any, same, same, truth → same
 * @throws RewardError GUERDON_OPTION when γ is not in (0, 1]
 * @paper 087 §Mechanism (F = γΦ(s') − Φ(s); look-ahead and look-back advice; dynamic; Φ(terminal) = 0)
 * @paper 015 §Mechanism (γΦ*(s') − Φ*(s), telescoping to −Φ(s_0))
 * @paper 074 §Mechanism (first step 0, slope on negative values)
 * @paper 056 §Mechanism (Φ = V*)
 * @paper 027 §Pieces (a potential added leaves the class of a reward)
 * @kind shaper
 * @alias potential = { use: potential }
 * @alias pbrs = { use: potential, look: ahead, gamma: 0.99 }
 * @alias addPotential = { use: potential }
 * @alias lookBack = { use: potential, look: back, gamma: 0.99 }
 * @alias 074:potential = { use: potential, look: after, first: zero, negativeSlope: 1 }
 * @plot { look: after, gamma: 1 } over steps [0.2, 0.5, 0.4, 1]
 * @plot { look: ahead, gamma: 0.9 } over steps [0.2, 0.5, 0.4, 1]
 *
 * ```ts doctest
 * import { potential } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };
 * const [of, end] = [fullSignal("step", [1, 4, 2]), fullSignal("rollout", [0])];
 * [...potential({ gamma: 0.5 }).apply([of, end], layout).values] // => [1, -3, -2]
 * ```
 */
export const potential: TransformFactory<typeof options> = defineShaper({
  name: "potential",
  version: 1,
  summary: "Pays the change of a potential in a way that leaves optimal policies what they are.",
  options,
  build: (settings) => {
    const { look, level } = settings;
    const border = { name: look === "ahead" ? "end" : "start", level: "rollout", default: 0 } as const;
    const ended = { name: "terminated", level: "rollout", default: 0 } as const;
    return {
      level,
      inputs: look === "after" ? [{ name: "of" }, border, ended] : [{ name: "of" }, border],
      range: (inputs) => rangeOf(inputs, settings),
      trend: (index) => {
        if (index !== 1 || settings.negativeSlope === 0) return "unknown";
        if (look === "ahead") return settings.first === "zero" ? "unknown" : "increasing";
        return settings.first === "zero" ? "constant" : "decreasing";
      },
      apply: (inputs, layout) => shaped(inputs, layout, settings),
    };
  },
});

/** What the later and the earlier of two potentials are multiplied by. */
function factors({ look, gamma }: PotentialOptions): { later: number; earlier: number } {
  return look === "back" ? { later: 1, earlier: 1 / gamma } : { later: gamma, earlier: 1 };
}

function rangeOf(inputs: readonly Interval[], settings: PotentialOptions): Interval {
  const { look, negativeSlope, first } = settings;
  const [of, border] = inputs as readonly [Interval, Interval];
  const { later, earlier } = factors(settings);
  const both = hull(of, border);
  const [before, after] = look === "ahead" ? [of, both] : [both, look === "after" ? hull(of, { min: 0, max: 0 }) : of];
  const slanted = (value: number): number => (value < 0 ? (negativeSlope === 0 ? 0 : negativeSlope * value) : value);
  const range = {
    min: slanted(later * after.min - earlier * before.max),
    max: slanted(later * after.max - earlier * before.min),
  };
  return first === "zero" ? hull(range, { min: 0, max: 0 }) : range;
}

function shaped(inputs: readonly Signal[], layout: Layout, settings: PotentialOptions): Signal {
  const { look, negativeSlope, first, level } = settings;
  const [of, border] = inputs as readonly [Signal, Signal];
  const offsets = rolloutOffsets(layout, level);
  const beside = neighbourSignal(of, border, offsets, look === "ahead" ? 1 : -1);
  const reached = look === "after" ? untilTerminated(of, inputs[2] as Signal, offsets) : of;
  const [late, early] = look === "ahead" ? [beside, of] : [reached, beside];
  const { later, earlier } = factors(settings);
  const values = new Float64Array(of.values.length);
  for (let k = 0; k < values.length; k++) {
    const change = later * (late.values[k] as number) - earlier * (early.values[k] as number);
    values[k] = change < 0 ? negativeSlope * change : change;
  }
  const present = jointPresent([late, early]);
  if (first === "zero") silenceFirst(values, present, of, offsets);
  return deriveSignal(level, values, present, [late, early, of]);
}

/** The potentials, with 0 in the last step of a rollout that has terminated; missing there where that is not known. */
function untilTerminated(of: Signal, terminated: Signal, offsets: Int32Array): Signal {
  const values = of.values.slice();
  const present = of.present.slice();
  const last = new Map<number, number>();
  for (let row = 0; row + 1 < offsets.length; row++) {
    const [from, to] = [offsets[row] as number, offsets[row + 1] as number];
    if (from === to) continue;
    if (terminated.present[row] === 0) {
      present[to - 1] = 0;
      last.set(to - 1, row);
    } else if ((terminated.values[row] as number) > 0) {
      values[to - 1] = 0;
      present[to - 1] = 1;
    }
  }
  return deriveSignal(of.level, values, present, (k) => {
    const row = last.get(k);
    return row === undefined ? missingAt(of, k) : missingAt(terminated, row);
  });
}

function silenceFirst(values: Float64Array, present: Uint8Array, of: Signal, offsets: Int32Array): void {
  for (let row = 0; row + 1 < offsets.length; row++) {
    const from = offsets[row] as number;
    if (from === offsets[row + 1]) continue;
    values[from] = 0;
    present[from] = of.present[from] as number;
  }
}

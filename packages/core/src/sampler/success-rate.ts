import { z } from "zod";
import { type Adaptive, defineSampler, type Moment, stateOf, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, groupOffsets, type Layout, type Signal, UNIT } from "../signal/index.ts";
import { gravestIn } from "./gravest-in.ts";

export interface SuccessRateOptions {
  /** How many of the latest rewards of a prompt count. */
  readonly window: number;
  /** How many there must be for the rate to be trusted. */
  readonly minCount: number;
  /** Rewards above it are successes. */
  readonly threshold: number;
  /** The rate, how many rewards it rests on, or whether these are enough (1 or 0). */
  readonly output: "rate" | "count" | "valid";
}
type SuccessRateInput = { readonly [K in keyof SuccessRateOptions]?: SuccessRateOptions[K] | undefined };

const options: z.ZodType<SuccessRateOptions, SuccessRateInput> = z.strictObject({
  window: z.int().positive().default(16), // 019 §Mechanism 1
  minCount: z.int().positive().default(8), // 019 §Mechanism 1
  threshold: z.number().default(0), // 019 §Mechanism 1: −1 counts as 0
  output: z.enum(["rate", "count", "valid"]).default("rate"),
});

/**
 * How often a prompt succeeded lately, remembered from step to step by the name of its group.
 *
 *   out_g = share of of > threshold among the latest `window` rewards of g, those of this batch first
 *
 * A batch with `window` or more rewards for the prompt counts alone and whole. Of an earlier batch
 * that lies in the window with a part only, its own rate counts for that part, so the order of the
 * members means nothing. A prompt without any reward is missing; groups without names are not
 * remembered. Rewards move into the memory at the training step.
 *
 * @shape of [R] → [G]
 * @unit reward → share, rewards or yes
 * @paper 019 §Mechanism 1 (window 16, at least 8)
 * @paper 198, 105, 107 (estimates of pass rates)
 * @kind sampler
 * @alias success-rate tracker = { use: success-rate, window: 16, minCount: 8 }
 * @alias prompt statistics = { use: success-rate }
 * @alias abilityScale = "alpha * accuracy"
 * @plot {} over members [1, 1, 1, 0, 0, 0]
 *
 * ```ts doctest
 * import { successRate } from "@guerdon/core/sampler";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [piece, layout] = [successRate({ window: 4 }), { ...flatLayout([2]), groupKeys: ["a"] }];
 * const state = piece.adaptive?.step({}, [fullSignal("rollout", [1, 1])], layout, 0);
 * [...piece.apply([fullSignal("rollout", [0, -1])], layout, { step: 1, state }).values] // => [0.5]
 * ```
 */
export const successRate: TransformFactory<typeof options> = defineSampler({
  name: "success-rate",
  version: 1,
  summary: "How often a prompt succeeded lately, remembered from step to step.",
  options,
  build: (own) => ({
    scope: "group",
    level: "group",
    inputs: [{ name: "of", level: "rollout" }],
    adaptive: adaptiveOf(own),
    range: () => (own.output === "count" ? { min: 0, max: Number.POSITIVE_INFINITY } : UNIT),
    trend: () => (own.output === "rate" ? "increasing" : "constant"),
    apply: ([of], layout, moment) => track(of as Signal, layout, own, moment),
  }),
});

/** For each prompt the successes and the count of its latest batches, newest first: s, n, s, n, … */
type Visits = { readonly [prompt: string]: readonly number[] };

const NONE: Adaptive["init"] = () => ({});

function adaptiveOf(own: SuccessRateOptions): Adaptive {
  return {
    init: NONE,
    step: (state, [of], layout) => {
      const visits: Record<string, readonly number[]> = { ...(state as Visits) };
      const offsets = groupOffsets(layout);
      layout.groupKeys?.forEach((key, g) => {
        const now = countIn(of as Signal, offsets[g] as number, offsets[g + 1] as number, own.threshold);
        if (now.count > 0) visits[key] = withinWindow([now.successes, now.count, ...(visits[key] ?? [])], own.window);
      });
      return visits;
    },
  };
}

/** The newest visits that hold the window together. */
function withinWindow(visits: readonly number[], window: number): readonly number[] {
  let held = 0;
  let end = 0;
  while (end < visits.length && held < window) {
    held += visits[end + 1] as number;
    end += 2;
  }
  return visits.slice(0, end);
}

interface Count {
  readonly successes: number;
  readonly count: number;
}

function countIn(of: Signal, from: number, to: number, threshold: number): Count {
  let successes = 0;
  let count = 0;
  for (let i = from; i < to; i++) {
    if (of.present[i] === 0) continue;
    count++;
    if ((of.values[i] as number) > threshold) successes++;
  }
  return { successes, count };
}

function track(of: Signal, layout: Layout, own: SuccessRateOptions, moment: Moment | undefined): Signal {
  const visits = stateOf<{ [prompt: string]: number[] }>({ init: NONE }, moment);
  const offsets = groupOffsets(layout);
  const values = new Float64Array(offsets.length - 1);
  const present = new Uint8Array(values.length);
  for (let g = 0; g < values.length; g++) {
    const key = layout.groupKeys?.[g];
    const earlier = key !== undefined && Object.hasOwn(visits, key) ? (visits[key] as readonly number[]) : [];
    const now = countIn(of, offsets[g] as number, offsets[g + 1] as number, own.threshold);
    const { successes, count } = lately(now, earlier, own.window);
    if (count === 0) continue;
    present[g] = 1;
    values[g] = own.output === "count" ? count : own.output === "valid" ? +(count >= own.minCount) : successes / count;
  }
  return deriveSignal("group", values, present, (g) => gravestIn(of, offsets[g] as number, offsets[g + 1] as number));
}

function lately(now: Count, earlier: readonly number[], window: number): Count {
  let { successes, count } = now;
  for (let k = 0; k < earlier.length && count < window; k += 2) {
    const [won, of] = [earlier[k] as number, earlier[k + 1] as number];
    const taken = Math.min(of, window - count);
    successes += (won * taken) / of;
    count += taken;
  }
  return { successes, count };
}

import { z } from "zod";
import { type Adaptive, type AdvantageFactory, defineAdvantage, stateOf } from "../piece/index.ts";
import { groupOffsets, type Json, type Layout, type Signal } from "../signal/index.ts";
import { clipTo } from "./clip-to.ts";
import { divisorOf } from "./divisor.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { deviation, measure, newMembers } from "./members.ts";
import { type Visits, withVisit } from "./with-visit.ts";

export interface RunningPromptOptions {
  /** Whether rewards are remembered for each prompt, or all together. */
  readonly by: "prompt" | "all";
  /** How many of the latest rewards are remembered, in whole visits. */
  readonly buffer: number;
  /** With fewer than this, a prompt is compared with the whole batch. */
  readonly minCount: number;
  /** What the difference from the mean is divided by. */
  readonly scale: "population-std" | "sample-std" | "none";
  /** Added to the deviation. */
  readonly eps: number;
  /** Advantages are cut to −clip … clip; absent for no cut. */
  readonly clip?: number | undefined;
}
type RunningPromptInput = { readonly [K in keyof RunningPromptOptions]?: RunningPromptOptions[K] | undefined };

const options: z.ZodType<RunningPromptOptions, RunningPromptInput> = z.strictObject({
  by: z.enum(["prompt", "all"]).default("prompt"),
  buffer: z.int().positive().default(32), // 168 §Mechanism 4
  minCount: z.int().positive().default(16), // 168 §Mechanism 4
  scale: z.enum(["population-std", "sample-std", "none"]).default("population-std"),
  eps: z.number().nonnegative().default(1e-6), // 168 §Mechanism 4
  clip: z.number().positive().optional(), // 168 §Mechanism 4: 10
});

/** What is remembered: the visits of each prompt, oldest first. */
type State = { readonly [key: string]: Visits };

const ALL = "all";

/**
 * Compares each reward with the latest rewards of its prompt, this step's and those of steps before.
 *
 *   out_i = (r_i − mean) / (std + eps) over the buffer of the prompt with this step's rewards,
 *   or over the whole batch while that holds fewer than minCount; cut to ±clip
 *
 * A prompt is known by the key of its group; a group without one is compared with the batch. Old
 * visits leave the buffer whole, as soon as the newer ones with them exceed `buffer`. With `by: all`
 * one buffer serves all prompts. A rollout without a reward gets 0 and moves nothing; a buffer whose
 * rewards are all equal gives exactly 0.
 *
 * @shape total [R] → [R]
 * @unit reward → advantage
 * @paper 168 §Mechanism 4 (RLCM): 32 values, batch statistics below 16, eps 1e-6, clip ±10
 * @paper 175 §Mechanism: running mean and deviation
 * @kind advantage
 * @alias runningPromptStats = { use: running-prompt, buffer: 32, minCount: 16, clip: 10 }
 * @alias 175:running = { use: running-prompt, by: all, minCount: 1 }
 * @plot { minCount: 1 } over members [1, 0, 0, 1]
 *
 * ```ts doctest
 * import { runningPrompt } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([2]), groupKeys: ["p"] };
 * const moment = { step: 1, state: { p: [[0, 0]] } };
 * const piece = runningPrompt({ minCount: 2, scale: "none" });
 * [...piece.advantages({ total: fullSignal("rollout", [4, 0]), over: [] }, layout, moment).values] // => [3, -1]
 * ```
 */
export const runningPrompt: AdvantageFactory<typeof options> = defineAdvantage({
  name: "running-prompt",
  version: 1,
  summary: "Compares each reward with the latest rewards of its prompt, this step's and those of steps before.",
  options,
  build: (settings) => {
    const adaptive: Adaptive = {
      init: () => ({}),
      step: (state, inputs, layout) => remember(settings, state as State, inputs[0] as Signal, layout),
    };
    return {
      scope: "batch",
      decoupled: false,
      adaptive,
      advantages: ({ total }, layout, moment) => compare(settings, total, layout, stateOf<State>(adaptive, moment)),
    };
  },
});

/** The groups that share a buffer: [from, to) of the rollouts of each, and their key. */
function visitsOf(
  by: RunningPromptOptions["by"],
  layout: Layout,
): { keys: readonly (string | undefined)[]; offsets: Int32Array } {
  if (by === "all") return { keys: [ALL], offsets: Int32Array.of(0, layout.groupOf.length) };
  const offsets = groupOffsets(layout);
  return { keys: Array.from({ length: offsets.length - 1 }, (_, g) => layout.groupKeys?.[g]), offsets };
}

function remember({ by, buffer }: RunningPromptOptions, state: State, total: Signal, layout: Layout): Json {
  const { keys, offsets } = visitsOf(by, layout);
  const moved = new Map<string, Visits>(Object.entries(state));
  keys.forEach((key, g) => {
    if (key === undefined) return;
    const visit = rewardsIn(total, offsets[g] as number, offsets[g + 1] as number);
    if (visit.length > 0) moved.set(key, withVisit(moved.get(key) ?? [], visit, buffer));
  });
  return Object.fromEntries(moved) as Json;
}

function compare(rule: RunningPromptOptions, total: Signal, layout: Layout, state: State): Signal {
  const { keys, offsets } = visitsOf(rule.by, layout);
  const out = new Float64Array(total.values.length);
  const batch = newMembers(0, out.length, total);
  measure(total, batch);
  keys.forEach((key, g) => {
    const [from, to] = [offsets[g] as number, offsets[g + 1] as number];
    const visit = rewardsIn(total, from, to);
    const known = key === undefined || !Object.hasOwn(state, key) ? [] : (state[key] as Visits);
    const values = Float64Array.from(withVisit(known, visit, rule.buffer).flat());
    const own = newMembers(0, values.length);
    measure({ level: "rollout", values, present: new Uint8Array(values.length).fill(1) }, own);
    const { mean, squares, count } = key !== undefined && own.count >= rule.minCount ? own : batch;
    const std = deviation(squares, count, rule.scale === "sample-std" ? 1 : 0);
    const divisor = rule.scale === "none" ? 1 : divisorOf(std, { eps: rule.eps, epsAt: "std", zeroStd: "divide" });
    for (let i = from; i < to; i++) {
      if (total.present[i] === 1) out[i] = ((total.values[i] as number) - mean) / divisor;
    }
  });
  clipTo(out, rule.clip);
  return fullAdvantage("rollout", out);
}

/** The rewards there are, in ascending order: the order of the members does not matter. */
function rewardsIn({ values, present }: Signal, from: number, to: number): readonly number[] {
  const rewards: number[] = [];
  for (let i = from; i < to; i++) if (present[i] === 1) rewards.push(values[i] as number);
  return rewards.sort((a, b) => a - b);
}

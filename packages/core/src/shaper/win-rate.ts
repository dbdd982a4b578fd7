import { z } from "zod";
import { exp } from "../internal/exp.ts";
import { type Adaptive, defineShaper, stateOf, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Layout, memberOffsets, type Signal, UNIT } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { forEachSpan } from "./span-offsets.ts";
import { countBelow, sortedPresent, standingsOf } from "./standings.ts";
import { pushValues, type ValueWindow, windowValues } from "./value-window.ts";

export interface WinRateOptions {
  /** The opponents: the group, a list of reference scores, or the newest scores of all. */
  readonly against: "group" | "references" | "queue";
  /** What a tie counts for, where a win counts 1 and a loss 0. */
  readonly tie: number;
  /** Whether a member of the group or the queue is no opponent of itself. */
  readonly excludeSelf: boolean;
  /** Results from 0 to 1, or from −1 to 1. */
  readonly range: "unit" | "signed";
  /** 0 counts wins; above 0 each is the probability 1 / (1 + exp(−difference / temperature)). */
  readonly temperature: number;
  /** How many of the newest scores are in the queue. */
  readonly window: number;
}
type WinRateInput = { readonly [K in keyof WinRateOptions]?: WinRateOptions[K] | undefined };

const options: z.ZodType<WinRateOptions, WinRateInput> = z.strictObject({
  against: z.enum(["group", "references", "queue"]).default("group"),
  tie: z.number().min(0).max(1).default(0.5), // 188 §Pieces
  excludeSelf: z.boolean().default(true), // 188 §Pieces
  range: z.enum(["unit", "signed"]).default("unit"),
  temperature: z.number().nonnegative().default(0),
  window: z.int().positive().default(1000), // 188 §Mechanism: a queue of 10 to 1000
});

/**
 * The share of opponents that a score beats.
 *
 *   out_i = mean over opponents j of w(of_i − of_j),  w = 1 for a win, `tie` for a tie, 0 for a loss
 *   w = 1 / (1 + exp(−difference / temperature)) above temperature 0
 *   range signed: 2 · out_i − 1
 *
 * Opponents are the other present members of the group, reference scores (all must be present), or a
 * queue of the newest scores with those of the present step. A score without opponents ties.
 * Missing scores are no opponents and stay missing.
 *
 * @shape of [R], references M × [R] with `against: references` → [R]
 * @unit any → share of 1, or −1 … 1
 * @paper 188 §Mechanism (mean win rate against the other K − 1, or a queue)
 * @paper 072 §Mechanism (mean over a reference batch of σ(d))
 * @paper 217 §Mechanism (+1 above the reference, −1 below, 0 for a tie)
 * @paper 021 §Mechanism (round robin: win 1, tie 0.5)
 * @kind shaper
 * @alias winRate = { use: win-rate, against: group }
 * @alias winRateReward = { use: win-rate, against: references, temperature: 1, references: [ref] }
 * @alias winRateVsPolicy = { use: win-rate, against: queue }
 * @alias 217:reference sign = { use: win-rate, against: references, range: signed, references: [peer] }
 * @plot { against: group } over members [1, 0, 0.5, 1]
 * @plot { against: group, range: signed, temperature: 0.5 } over members [1, 0, 0.5, 1]
 *
 * ```ts doctest
 * import { winRate } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...winRate().apply([fullSignal("rollout", [5, 5, 1])], flatLayout([3])).values] // => [0.75, 0.75, 0]
 * ```
 */
export const winRate: TransformFactory<typeof options> = defineShaper({
  name: "win-rate",
  version: 1,
  summary: "The share of opponents that a score beats.",
  options,
  build: (settings) => {
    const { against, range } = settings;
    const adaptive = against === "queue" ? queueOf(settings) : undefined;
    const scope = ({ group: "group", references: "rollout", queue: "batch" } as const)[against];
    return {
      scope,
      inputs: against === "references" ? [{ name: "of" }, { name: "references", many: true }] : [{ name: "of" }],
      ...(adaptive === undefined ? {} : { adaptive }),
      range: () => (range === "unit" ? UNIT : { min: -1, max: 1 }),
      trend: (index) => (index > 0 ? "decreasing" : "increasing"),
      apply: (inputs, layout, moment) => {
        const queue = adaptive === undefined ? [] : stateOf<number[][]>(adaptive, moment);
        const values = sharesWon(inputs, layout, settings, queue);
        if (range === "signed") for (let i = 0; i < values.length; i++) values[i] = 2 * (values[i] as number) - 1;
        return deriveSignal((inputs[0] as Signal).level, values, jointPresent(inputs), inputs);
      },
    };
  },
});

function queueOf({ window }: WinRateOptions): Adaptive {
  return {
    init: () => [],
    step: (state, [of]) => {
      const fresh = sortedPresent(of as Signal, 0, (of as Signal).values.length);
      return pushValues(state as number[][], fresh, window);
    },
  };
}

function sharesWon(
  inputs: readonly Signal[],
  layout: Layout,
  settings: WinRateOptions,
  stored: ValueWindow,
): Float64Array {
  const of = inputs[0] as Signal;
  if (settings.against === "references") return againstReferences(inputs, settings);
  if (settings.against === "group") {
    const offsets = memberOffsets(layout, of.level);
    return settings.temperature === 0 ? hardInGroup(of, offsets, settings) : softInGroup(of, offsets, settings);
  }
  const fresh = sortedPresent(of, 0, of.values.length);
  const queue = windowValues(pushValues(stored, fresh, settings.window));
  const values = new Float64Array(of.values.length);
  for (let i = 0; i < values.length; i++) {
    if (of.present[i] === 1) values[i] = againstQueue(of.values[i] as number, queue, settings);
  }
  return values;
}

function hardInGroup(of: Signal, offsets: Int32Array, { tie, excludeSelf }: WinRateOptions): Float64Array {
  const { less, equal } = standingsOf(of, offsets);
  const values = new Float64Array(of.values.length);
  const self = excludeSelf ? 1 : 0;
  forEachSpan(offsets, (from, to) => {
    let count = -self;
    for (let i = from; i < to; i++) count += of.present[i] as number;
    for (let i = from; i < to; i++) {
      values[i] = count === 0 ? tie : ((less[i] as number) + tie * ((equal[i] as number) - self)) / count;
    }
  });
  return values;
}

function softInGroup(of: Signal, offsets: Int32Array, settings: WinRateOptions): Float64Array {
  const { excludeSelf, tie, temperature } = settings;
  const values = new Float64Array(of.values.length);
  forEachSpan(offsets, (from, to) => {
    for (let i = from; i < to; i++) {
      let [sum, count] = [0, 0];
      for (let j = from; j < to; j++) {
        if (of.present[j] === 0 || (excludeSelf && i === j)) continue;
        sum += chance((of.values[i] as number) - (of.values[j] as number), temperature);
        count++;
      }
      values[i] = count === 0 ? tie : sum / count;
    }
  });
  return values;
}

function againstReferences([of, ...references]: readonly Signal[], settings: WinRateOptions): Float64Array {
  const own = (of as Signal).values;
  const values = new Float64Array(own.length);
  for (const reference of references) {
    for (let i = 0; i < values.length; i++) {
      values[i] = (values[i] as number) + won((own[i] as number) - (reference.values[i] as number), settings);
    }
  }
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) / references.length;
  return values;
}

function againstQueue(value: number, queue: Float64Array, settings: WinRateOptions): number {
  const { excludeSelf, tie, temperature } = settings;
  const below = countBelow(queue, value, false);
  const same = countBelow(queue, value, true) - below;
  const self = excludeSelf && same > 0 ? 1 : 0;
  const count = queue.length - self;
  if (count === 0) return tie;
  if (temperature === 0) return (below + tie * (same - self)) / count;
  let sum = -0.5 * self;
  for (const other of queue) sum += chance(value - other, temperature);
  return sum / count;
}

function won(difference: number, { tie, temperature }: WinRateOptions): number {
  if (temperature > 0) return chance(difference, temperature);
  return difference > 0 ? 1 : difference < 0 ? 0 : tie;
}

function chance(difference: number, temperature: number): number {
  return 1 / (1 + exp(-difference / temperature));
}

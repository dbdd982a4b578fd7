import { z } from "zod";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage } from "../piece/index.ts";
import { groupOffsets, type Layout, type Signal } from "../signal/index.ts";
import { fullAdvantage } from "./full-advantage.ts";

export interface ReferenceRelativeOptions {
  /** Whether the total is a score to compare with that of the reference, or already says who won. */
  readonly of: "score" | "verdict";
  /** What a tie of scores counts. */
  readonly tie: number;
  /** Whether a group whose comparisons agree too much gets 0. */
  readonly dropUnanimous: boolean;
  /** From which |mean of the comparisons| on they do; 1 is all the same way. */
  readonly tau: number;
}
type ReferenceRelativeInput = {
  readonly [K in keyof ReferenceRelativeOptions]?: ReferenceRelativeOptions[K] | undefined;
};

const options: z.ZodType<ReferenceRelativeOptions, ReferenceRelativeInput> = z.strictObject({
  of: z.enum(["score", "verdict"]).default("score"),
  tie: z.number().min(-1).max(1).default(0), // 217 §Mechanism 2: 0 or −1
  dropUnanimous: z.boolean().default(true), // 217 §Mechanism 4
  tau: z.number().positive().max(1).default(1), // 217 §Mechanism 4
});

/**
 * Compares every rollout with a reference of its group: +1 for a win, −1 for a loss, nothing taken away.
 *
 *   out_i = sign(r_i − r_b), `tie` for equal scores (score) | r_i (verdict);  out_b = 0
 *
 * `reference` is positive for the reference b, a member of the group drawn anew each step; with
 * several, a score meets each and its results are averaged. The group gets 0 where
 * |mean of its comparisons| ≥ tau, provided there are two or more: one alone always agrees with itself.
 * A rollout that lacks its reward or `reference` gets 0 and is compared with nothing; so is every
 * rollout of a group that has no scored reference.
 *
 * @shape reference [R] → [R]
 * @unit score → advantage
 * @paper 217 §Mechanism 1–4 (BRPO)
 * @kind advantage
 * @alias brpo = { use: reference-relative, reference: pivot }
 * @alias tournament anchor = { use: reference-relative, reference: pivot, dropUnanimous: false }
 * @plot { reference: [0, 1, 0, 0] } over members [1, 0.5, 0, 1]
 *
 * ```ts doctest
 * import { referenceRelative } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const input = { total: fullSignal("rollout", [5, 7, 3]), over: [], inputs: [fullSignal("rollout", [1, 0, 0])] };
 * [...referenceRelative().advantages(input, flatLayout([3])).values] // => [0, 1, -1]
 * ```
 */
export const referenceRelative: AdvantageFactory<typeof options> = defineAdvantage({
  name: "reference-relative",
  version: 1,
  summary: "Compares every rollout with a reference of its group: +1 for a win, −1 for a loss, nothing taken away.",
  options,
  build: (settings) => ({
    scope: "group",
    decoupled: false,
    inputs: [{ name: "reference" }],
    ...(settings.of === "score" ? { shiftInvariant: true } : {}),
    advantages: (input, layout) => compare(settings, input, layout),
  }),
});

function compare(rule: ReferenceRelativeOptions, { total, inputs }: AdvantageInput, layout: Layout): Signal {
  const [reference] = inputs as readonly [Signal];
  const offsets = groupOffsets(layout);
  const out = new Float64Array(total.values.length);
  for (let g = 0; g + 1 < offsets.length; g++) {
    const [from, to] = [offsets[g] as number, offsets[g + 1] as number];
    let count = 0;
    let sum = 0;
    for (let i = from; i < to; i++) {
      if (total.present[i] === 0 || reference.present[i] === 0 || (reference.values[i] as number) > 0) continue;
      const result =
        rule.of === "verdict" ? (total.values[i] as number) : meet(total, reference, i, from, to, rule.tie);
      out[i] = result;
      sum += result;
      count++;
    }
    if (rule.dropUnanimous && count >= 2 && Math.abs(sum) >= rule.tau * count) out.fill(0, from, to);
  }
  return fullAdvantage("rollout", out);
}

/** Mean result of a score against the references of its group; 0 where there is none. */
function meet(total: Signal, reference: Signal, at: number, from: number, to: number, tie: number): number {
  const own = total.values[at] as number;
  let met = 0;
  let sum = 0;
  for (let j = from; j < to; j++) {
    if (total.present[j] === 0 || reference.present[j] === 0 || (reference.values[j] as number) <= 0) continue;
    const other = total.values[j] as number;
    sum += own > other ? 1 : own < other ? -1 : tie;
    met++;
  }
  return met === 0 ? 0 : sum / met;
}

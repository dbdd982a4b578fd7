import { z } from "zod";
import { defineCredit, type TransformFactory } from "../piece/index.ts";
import {
  deriveSignal,
  graver,
  type Interval,
  type Layout,
  type Missing,
  missingAt,
  rolloutOffsets,
  type Signal,
} from "../signal/index.ts";
import { rolloutAt } from "./rollout-at.ts";

export interface AdditiveContributionOptions {
  /** Where the contributions are. */
  readonly level: "step" | "token";
}
type AdditiveContributionInput = {
  readonly [K in keyof AdditiveContributionOptions]?: AdditiveContributionOptions[K] | undefined;
};

const options: z.ZodType<AdditiveContributionOptions, AdditiveContributionInput> = z.strictObject({
  level: z.enum(["step", "token"]).default("step"),
});

/**
 * Shifts estimated contributions of a rollout's steps or tokens alike, so that they add up to its outcome.
 *
 *   out_i = contribution_i + (of − Σ contribution) / n
 *
 * Of all values that add up to the outcome these are the nearest to the estimates (in least
 * squares), whatever their signs are. Estimates that are never negative can be scaled instead:
 * `redistribute` with `by: weight`. A missing outcome leaves all places missing; a place whose
 * contribution is missing is missing too, and the others make up the outcome alone (n counts them).
 *
 * @shape of [R], contribution [S] → [S]; tokens instead of steps with `level: token`
 * @unit reward → reward
 * @paper 044 §Mechanism 3: Σ_t c_t ≈ R; §Pieces: exact rescaling
 * @kind credit
 * @alias additiveContribution = { use: additive-contribution, contribution: estimate }
 * @alias exactRescale = { use: additive-contribution, contribution: estimate }
 * @plot { contribution: 0.5 } over steps [0, 0, 1]
 *
 * ```ts doctest
 * import { additiveContribution } from "@guerdon/core/credit";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 2) };
 * const [outcome, estimate] = [fullSignal("rollout", [1]), fullSignal("step", [0.5, -0.5])];
 * [...additiveContribution().apply([outcome, estimate], layout).values] // => [1, 0]
 * ```
 */
export const additiveContribution: TransformFactory<typeof options> = defineCredit({
  name: "additive-contribution",
  version: 1,
  summary: "Shifts estimated contributions of a rollout's steps or tokens alike, so that they add up to its outcome.",
  options,
  build: ({ level }) => ({
    level,
    keepsSum: true,
    inputs: [{ name: "of", level: "rollout" }, { name: "contribution" }],
    range: (inputs) => {
      const [of, { min, max }] = inputs as readonly [Interval, Interval];
      return { min: min - max + Math.min(0, of.min), max: max - min + Math.max(0, of.max) };
    },
    trend: (index) => (index === 0 ? "increasing" : "unknown"),
    apply: (inputs, layout) => {
      const [of, contribution] = inputs as readonly [Signal, Signal];
      return shift(of, contribution, layout, level);
    },
  }),
});

function shift(of: Signal, contribution: Signal, layout: Layout, level: "step" | "token"): Signal {
  const offsets = rolloutOffsets(layout, level);
  const values = new Float64Array(contribution.values.length);
  const present = new Uint8Array(values.length);
  for (let r = 0; r + 1 < offsets.length; r++) {
    if (of.present[r] === 0) continue;
    const [from, to] = [offsets[r] as number, offsets[r + 1] as number];
    let [count, sum] = [0, 0];
    for (let i = from; i < to; i++) {
      if (contribution.present[i] === 0) continue;
      count++;
      sum += contribution.values[i] as number;
    }
    const added = ((of.values[r] as number) - sum) / count;
    for (let i = from; i < to; i++) {
      if (contribution.present[i] === 0) continue;
      present[i] = 1;
      values[i] = (contribution.values[i] as number) + added;
    }
  }
  return deriveSignal(level, values, present, (i) => reasonAt(of, contribution, rolloutAt(offsets, i), i));
}

function reasonAt(of: Signal, contribution: Signal, row: number, at: number): Missing {
  if (of.present[row] === 1) return missingAt(contribution, at);
  const reason = missingAt(of, row);
  return contribution.present[at] === 1 ? reason : graver(reason, missingAt(contribution, at));
}

import { z } from "zod";
import { defineSchedule, stateOf, type TransformFactory } from "../piece/index.ts";
import { abstained, deriveSignal, groupOffsets, type Layout, missingAt, type Signal } from "../signal/index.ts";

export interface EcrTargetOptions {
  /** Correct responses expected of a prompt's rollouts as a share, for each band; at least one response. */
  readonly shares: readonly number[];
  /** Rollouts a prompt has. */
  readonly rollouts: number;
  /** The least of the lengths to choose from: lower, lower + interval, … upper. */
  readonly lower: number;
  /** The greatest of the lengths to choose from. */
  readonly upper: number;
  /** How far the lengths to choose from are apart. */
  readonly interval: number;
  /** Training steps after which targets are set anew, from the rollouts since. */
  readonly period: number;
}
type EcrTargetInput = { readonly [K in keyof EcrTargetOptions]?: EcrTargetOptions[K] | undefined };

const options: z.ZodType<EcrTargetOptions, EcrTargetInput> = z
  .strictObject({
    shares: z
      .array(z.number().min(0).max(1))
      .min(1)
      .readonly()
      .default([0, 1 / 3, 2 / 3]), // 104 §Mechanism: f
    rollouts: z.int().positive().default(8), // 104 §Mechanism: n = 8
    lower: z.number().nonnegative().default(4096), // 104 §Mechanism: 4096 … 16384, step 1024
    upper: z.number().positive().default(16384),
    interval: z.number().positive().default(1024),
    period: z.int().positive().default(20), // 104 §Mechanism: every 20 steps
  })
  .refine(({ lower, upper }) => lower <= upper, { path: ["lower"], error: "is larger than `upper`" })
  .refine(({ lower, upper, interval }) => (upper - lower) / interval <= 10_000, {
    path: ["interval"],
    error: "gives more than 10000 lengths to choose from",
  });

/**
 * Sets a target length for each difficulty band: the shortest that still lets a correct response be expected.
 *
 *   coverage(l) = share of all responses of the band with length ≤ l, over the last `period` training steps
 *   ECR(l) = floor(coverage(l)·max(1, floor(rollouts·share of the band)))
 *   target = the smallest l of lower, lower + interval … upper with ECR(l) ≥ 1; upper if there is none
 *
 * The value of a group is the target of its band, and `upper` until the first period is over. Bands
 * are numbered from 0 (the hardest, with the default shares); a band without responses keeps its
 * target. A group whose band is missing, or is none of the bands, has no target and does not count;
 * nor do missing lengths.
 *
 * @shape of [R], band [G] → [G]
 * @unit tokens, band → tokens
 * @throws RewardError GUERDON_OPTION when the lengths to choose from are none or too many
 * @paper 104 §Mechanism (LASER-D: monitor, coverage, ECR), §Pitfalls (all responses count; empty bands keep theirs)
 * @kind schedule
 * @alias ecrTarget = { use: ecr-target, of: length, band: difficulty, period: 20 }
 * @alias ecr-target = { use: ecr-target, of: length, band: difficulty }
 * @plot { of: [8, 6, 4, 2], band: 2, lower: 1, upper: 8, interval: 1, period: 5 } over step 0..40
 *
 * ```ts doctest
 * import { ecrTarget } from "@guerdon/core/schedule";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const piece = ecrTarget({ rollouts: 4, lower: 1, upper: 8, interval: 1, period: 1 });
 * const batch = [fullSignal("rollout", [2, 3, 5, 8]), fullSignal("group", [2])];
 * const state = piece.adaptive.step(piece.adaptive.init(), batch, flatLayout([4]), 0);
 * piece.apply(batch, flatLayout([4]), { step: 1, state }).values[0] // => 3
 * ```
 */
export const ecrTarget: TransformFactory<typeof options> = defineSchedule({
  name: "ecr-target",
  version: 1,
  summary:
    "Sets a target length for each difficulty band: the shortest that still lets a correct response be expected.",
  options,
  build: (settings) => {
    const { shares, lower, upper, interval } = settings;
    const none = shares.map(() => new Array<number>(Math.floor((upper - lower) / interval + 1e-9) + 2).fill(0));
    const adaptive = {
      init: (): EcrState => ({ targets: shares.map(() => upper), counts: none, steps: 0 }),
      step: (state: unknown, [of, band]: readonly Signal[], layout: Layout): EcrState =>
        nextTargets(
          state as EcrState,
          counted(state as EcrState, of as Signal, band as Signal, layout, settings),
          settings,
        ),
    };
    return {
      level: "group",
      scope: "batch",
      inputs: [
        { name: "of", level: "rollout" },
        { name: "band", level: "group" },
      ],
      adaptive,
      range: () => ({ min: lower, max: upper }),
      trend: (index) => (index === 0 ? "constant" : "unknown"),
      apply: ([, band], _layout, moment) => targetsOf(band as Signal, stateOf<EcrState>(adaptive, moment).targets),
    };
  },
});

type EcrState = {
  readonly targets: readonly number[];
  /** For each band, how many responses first fit into each length; the last count is of those that fit into none. */
  readonly counts: readonly (readonly number[])[];
  readonly steps: number;
};

function targetsOf(band: Signal, targets: readonly number[]): Signal {
  const values = new Float64Array(band.values.length);
  const present = new Uint8Array(values.length);
  for (let group = 0; group < values.length; group++) {
    const target = band.present[group] === 1 ? targets[band.values[group] as number] : undefined;
    if (target === undefined) continue;
    values[group] = target;
    present[group] = 1;
  }
  return deriveSignal("group", values, present, (group) =>
    band.present[group] === 1 ? abstained(`there is no band ${band.values[group]}`) : missingAt(band, group),
  );
}

/** The counts with the responses of one batch. */
function counted(
  { counts }: EcrState,
  of: Signal,
  band: Signal,
  layout: Layout,
  { lower, interval }: EcrTargetOptions,
): EcrState["counts"] {
  const next = counts.map((row) => [...row]);
  const offsets = groupOffsets(layout);
  for (let group = 0; group + 1 < offsets.length; group++) {
    const row = band.present[group] === 1 ? next[band.values[group] as number] : undefined;
    if (row === undefined) continue;
    for (let i = offsets[group] as number; i < (offsets[group + 1] as number); i++) {
      if (of.present[i] === 0) continue;
      const place = Math.max(0, Math.ceil(((of.values[i] as number) - lower) / interval - 1e-9));
      const at = Math.min(place, row.length - 1);
      row[at] = (row[at] as number) + 1;
    }
  }
  return next;
}

function nextTargets(state: EcrState, counts: EcrState["counts"], settings: EcrTargetOptions): EcrState {
  const steps = state.steps + 1;
  if (steps < settings.period) return { targets: state.targets, counts, steps };
  const targets = counts.map(
    (row, band) => targetOf(row, settings.shares[band] as number, settings) ?? (state.targets[band] as number),
  );
  return { targets, counts: counts.map((row) => row.map(() => 0)), steps: 0 };
}

/** The shortest length with an expected correct response; nothing for a band without responses. */
function targetOf(row: readonly number[], share: number, settings: EcrTargetOptions): number | undefined {
  const { rollouts, lower, upper, interval } = settings;
  const total = row.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const correct = Math.max(1, Math.floor(rollouts * share + 1e-9));
  let within = 0;
  for (let k = 0; k < row.length - 1; k++) {
    within += row[k] as number;
    if (Math.floor((within / total) * correct + 1e-9) >= 1) return lower + k * interval;
  }
  return upper;
}

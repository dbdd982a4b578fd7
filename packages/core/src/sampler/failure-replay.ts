import { z } from "zod";
import { type Adaptive, defineSampler, stateOf, type TransformFactory } from "../piece/index.ts";
import { groupOffsets, type Layout, type Signal, UNIT } from "../signal/index.ts";

export interface FailureReplayOptions {
  /** Share of the draws that goes to remembered failures. */
  readonly rate: number;
  /** A prompt whose mean reward is at most this is remembered. */
  readonly enter: number;
  /** A remembered prompt whose mean reward is at least this is forgotten. */
  readonly exit: number;
  /** Most prompts remembered; the oldest gives way. */
  readonly capacity: number;
  /** Replays without success after which a prompt is given up. */
  readonly maxVisits: number;
}
type FailureReplayInput = { readonly [K in keyof FailureReplayOptions]?: FailureReplayOptions[K] | undefined };

const options: z.ZodType<FailureReplayOptions, FailureReplayInput> = z.strictObject({
  rate: z.number().min(0).max(1).default(0.25), // 132 §Mechanism: ρ = 0.25, reconstructed
  enter: z.number().default(0), // 132 §Mechanism, reconstructed
  exit: z.number().default(0.5), // 132 §Mechanism, reconstructed
  capacity: z.int().positive().default(256), // 132 §Mechanism, reconstructed
  maxVisits: z.int().positive().default(16),
});

/**
 * Weighs the prompts that could come next so that failed ones come again.
 *
 *   remembered prompts among the candidates share `rate`, the others 1 − rate;  all weights add up to 1
 *
 * The groups of the layout are the candidates. At a training step a prompt whose mean reward is at
 * most `enter` is remembered by the name of its group; one that reaches `exit`, or has been tried
 * `maxVisits` times since, is forgotten, the latter for good. With remembered prompts alone, or
 * none, the weights are equal. No weight is missing: prompts are weighed before they are rolled
 * out. Queries are replayed, never old rollouts, so training stays on-policy.
 *
 * @shape of [R] → [G]
 * @unit reward → share of the draws
 * @paper 132 §Mechanism (failure replay)
 * @paper 132 §Pitfalls (a cap on visits, for queries nobody can solve)
 * @kind sampler
 * @alias failureReplay = { use: failure-replay, rate: 0.25, enter: 0, exit: 0.5, capacity: 256 }
 * @plot {} over members [0, 0, 1, 1]
 *
 * ```ts doctest
 * import { failureReplay } from "@guerdon/core/sampler";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [piece, layout] = [failureReplay(), { ...flatLayout([1, 1]), groupKeys: ["hard", "easy"] }];
 * const of = fullSignal("rollout", [0, 1]);
 * const state = piece.adaptive?.step(piece.adaptive.init(), [of], layout, 0);
 * [...piece.apply([of], layout, { step: 1, state }).values] // => [0.25, 0.75]
 * ```
 */
export const failureReplay: TransformFactory<typeof options> = defineSampler({
  name: "failure-replay",
  version: 1,
  summary: "Weighs the prompts that could come next so that failed ones come again.",
  options,
  build: (own) => {
    const adaptive: Adaptive = {
      init: () => ({ buffer: [], dropped: [] }),
      step: (state, [of], layout) => remember(state as unknown as Memory, of as Signal, layout, own),
    };
    return {
      scope: "batch",
      level: "group",
      inputs: [{ name: "of", level: "rollout" }],
      adaptive,
      range: () => UNIT,
      trend: () => "constant",
      apply: (_, layout, moment) => {
        const { buffer } = stateOf<Memory>(adaptive, moment);
        return weigh(layout, new Set(buffer.map(({ prompt }) => prompt)), own.rate);
      },
    };
  },
});

/** Prompts remembered, oldest first, and prompts given up. */
type Memory = { buffer: { prompt: string; visits: number }[]; dropped: string[] };

function remember(state: Memory, of: Signal, layout: Layout, own: FailureReplayOptions): Memory {
  const visits = new Map(state.buffer.map(({ prompt, visits: before }) => [prompt, before]));
  const dropped = new Set(state.dropped);
  const offsets = groupOffsets(layout);
  layout.groupKeys?.forEach((prompt, g) => {
    const mean = meanIn(of, offsets[g] as number, offsets[g + 1] as number);
    const before = visits.get(prompt);
    if (mean === undefined) return;
    if (before === undefined) {
      if (mean <= own.enter && !dropped.has(prompt)) visits.set(prompt, 0);
    } else if (mean >= own.exit) visits.delete(prompt);
    else if (before + 1 < own.maxVisits) visits.set(prompt, before + 1);
    else {
      visits.delete(prompt);
      dropped.add(prompt);
    }
  });
  return {
    buffer: [...visits].slice(-own.capacity).map(([prompt, count]) => ({ prompt, visits: count })),
    dropped: [...dropped].slice(-own.capacity),
  };
}

function meanIn(of: Signal, from: number, to: number): number | undefined {
  let count = 0;
  let sum = 0;
  for (let i = from; i < to; i++) {
    if (of.present[i] === 0) continue;
    count++;
    sum += of.values[i] as number;
  }
  return count === 0 ? undefined : sum / count;
}

function weigh(layout: Layout, remembered: ReadonlySet<string>, rate: number): Signal {
  const groups = groupOffsets(layout).length - 1;
  const isRemembered = (prompt: string | undefined): boolean => prompt !== undefined && remembered.has(prompt);
  const failed = Uint8Array.from({ length: groups }, (_, g) => +isRemembered(layout.groupKeys?.[g]));
  const again = failed.reduce((sum, one) => sum + one, 0);
  const fresh = groups - again;
  const values = Float64Array.from(failed, (one) =>
    again === 0 || fresh === 0 ? 1 / groups : one === 1 ? rate / again : (1 - rate) / fresh,
  );
  return { level: "group", values, present: new Uint8Array(groups).fill(1) };
}

import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { defineSchedule, stateOf, type TransformFactory } from "../piece/index.ts";
import { fullSignal, type Json, type Signal } from "../signal/index.ts";
import { batchStatisticOf } from "./batch-statistic-of.ts";
import { exponentialWeights } from "./exponential-weights.ts";

export interface HedgeOptions {
  /** Whose weight this is: the index of the signal in `of`, from 0. */
  readonly take: number;
  /** How strongly a gain raises its weight; negative where the signals are losses. */
  readonly rate: number;
  /** Least weight. */
  readonly floor: number;
  /** Weights before the first training step, in any unit; default: all alike. */
  readonly prior: readonly number[] | null;
}
type HedgeInput = { readonly [K in keyof HedgeOptions]?: HedgeOptions[K] | undefined };

const options: z.ZodType<HedgeOptions, HedgeInput> = z.strictObject({
  take: z.int().nonnegative().default(0),
  rate: z.number().default(1), // 062 §Pieces: eta 1
  floor: z.number().min(0).max(1).default(1e-4), // 062 §Pieces: floor 1e-4
  prior: z.array(z.number().positive()).min(1).readonly().nullable().default(null),
});

/**
 * Learns weights of sum 1 over several signals by their gains, and says one of them.
 *
 *   w ← (1 − K·floor)·softmax(log w + rate·g) + floor,  g_k = mean of the k-th signal;  out = w_take
 *
 * The signals are what each expert, reward or objective gained in the training step: its
 * log-likelihood (the weights are then posterior), its reward, or the influence of its gradient
 * (`influences`), which sources of the trainer bring. A training step in which any of them has no
 * value changes nothing. The terms for the several weights are the same but for `take`.
 *
 * @shape of K × [R] → one number
 * @unit any → weight
 * @throws RewardError GUERDON_OPTION when `take` or `prior` does not fit the number of signals
 * @paper 111 §Mechanism (gradient influence: rate lr/μ = 0.1)
 * @paper 062 §Mechanism (online router: rate 1, floor 1e-4), 188 §Pieces (exponential weights)
 * @kind schedule
 * @alias 062:hedge = { use: hedge, of: [first, second], rate: 1, floor: 0.0001 }
 * @alias 188:hedge = { use: hedge, of: [first, second], floor: 0 }
 * @alias gradient-influence = { use: hedge, of: [accuracyInfluence, lengthInfluence], rate: 0.1 }
 * @alias weighted sum with weights supplied by a controller = "w0 * accuracy + w1 * concise"
 * @plot { take: 0 } over members [[0.2, 0.2], [0.1, 0.1]]
 * @plot { take: 1 } over members [[0.2, 0.2], [0.1, 0.1]]
 *
 * ```ts doctest
 * import { hedge } from "@guerdon/core/schedule";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [piece, layout] = [hedge({ floor: 0 }), flatLayout([1])];
 * const gains = [fullSignal("rollout", [Math.log(3)]), fullSignal("rollout", [0])];
 * const state = piece.adaptive.step(piece.adaptive.init(), gains, layout, 0);
 * [undefined, state].map((s) => piece.apply(gains, layout, { step: 1, state: s }).values[0].toFixed(2)) // => ["0.50", "0.75"]
 * ```
 */
export const hedge: TransformFactory<typeof options> = defineSchedule({
  name: "hedge",
  version: 1,
  summary: "Learns weights of sum 1 over several signals by their gains, and says one of them.",
  options,
  build: ({ take, rate, floor, prior }) => {
    const adaptive = {
      init: (): Json => null,
      step: (state: Json, inputs: readonly Signal[]): Json => {
        checkCount(inputs.length, take, prior);
        const gains = inputs.map((of) => batchStatisticOf(of, MEAN));
        const complete = gains.every((gain): gain is number => gain !== undefined && Number.isFinite(rate * gain));
        if (!complete) return state;
        const least = Math.min(floor, 1 / inputs.length);
        return exponentialWeights(weightsOf(state, inputs.length, prior), gains, rate, least);
      },
    };
    return {
      level: "batch",
      scope: "batch",
      inputs: [{ name: "of", level: "rollout", many: true }],
      adaptive,
      range: () => ({ min: 0, max: 1 }),
      trend: () => "unknown",
      apply: (inputs, _layout, moment) => {
        checkCount(inputs.length, take, prior);
        const weights = weightsOf(stateOf<Json>(adaptive, moment), inputs.length, prior);
        return fullSignal("batch", [weights[take] as number]);
      },
    };
  },
});

const MEAN = { statistic: "mean", quantile: 0.5 } as const;

/** The weights so far; before the first step those of the prior. */
function weightsOf(state: Json, count: number, prior: readonly number[] | null): readonly number[] {
  if (state !== null) return state as readonly number[];
  const raw = prior ?? new Array<number>(count).fill(1);
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}

function checkCount(count: number, take: number, prior: readonly number[] | null): void {
  if (take >= count) {
    const expected = `Expected \`take\` to be the index of one of the ${count} signals, got ${take}.`;
    throw new RewardError("GUERDON_OPTION", expected, { details: { signals: count, got: take } });
  }
  if (prior === null || prior.length === count) return;
  const expected = `Expected \`prior\` to have one weight for each of the ${count} signals, got ${prior.length}.`;
  throw new RewardError("GUERDON_OPTION", expected, { details: { expected: count, got: prior.length } });
}

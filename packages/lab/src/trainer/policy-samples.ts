import { streamKey } from "@guerdon/core/random";
import type { Signal } from "@guerdon/core/signal";
import type { Metrics } from "../experiment/run.ts";
import type { TokenLearner } from "../policy/token-policy.ts";
import { layoutOf } from "../world/rollout-columns.ts";
import { maskOf, tokenInputs, type Written } from "./gather-written.ts";
import { meanOf, meansOf } from "./mean-of.ts";
import type { TokenState } from "./token-loop.ts";

/** Completions that the policy writes to be measured, not learnt from. */
export interface PolicySamples {
  /** Updates between two measurements; there is one before the first update too. */
  readonly every: number;
  readonly count: number;
  /** A signal of the world: what becomes of it beyond the greatest value in the data is measured. */
  readonly feature?: string;
}

/**
 * What a policy does when it writes by itself: the mean of every signal of the world, and how far it is from its reference.
 *
 *   policy.NAME        mean of the signal
 *   policy.divergence  mean of log π − log π_ref over whole completions: KL(π ‖ π_ref)
 *   policy.outside     share of completions whose feature is above the greatest in the data
 *   policy.slope       of log π − log π_ref by the feature, over those (least squares; 0 where the feature does not vary)
 *
 * @param data - completions that are learnt from
 * @paper 092 §Mechanism (sequence KL on policy samples), §Pieces (oodMass, featureExtrapolation)
 */
export function measureSamples(
  state: TokenState,
  { count, feature }: PolicySamples,
  step: number,
  data?: Written,
): Metrics {
  const { learner, reference, writer, seed, training } = state;
  const { world, sampling = {} } = training;
  writer.load(learner.parameters());
  const prompts = world.prompts(streamKey(seed, "policy samples"), 0, count);
  const { maxTokens, end, pad } = world;
  const key = streamKey(seed, `policy samples ${step}`);
  const generation = writer.generate(prompts, { ...sampling, maxTokens, end, pad, key });
  const written = { prompts, generation };
  const signals = signalsOf(state, written);
  const metrics = meansOf(Object.entries(signals), "policy.");
  if (reference === undefined) return metrics;
  const now = logProbsOf(learner, written);
  const before = logProbsOf(reference, written);
  const ratios = now.map((value, r) => value - (before[r] as number));
  const divergence = ratios.reduce((sum, value) => sum + value, 0) / ratios.length;
  if (feature === undefined || data === undefined) return { ...metrics, "policy.divergence": divergence };
  const greatest = Math.max(...(signalsOf(state, data)[feature] as Signal).values);
  const values = (signals[feature] as Signal).values;
  const beyond = Array.from(values, (_, r) => r).filter((r) => (values[r] as number) > greatest);
  return {
    ...metrics,
    "policy.divergence": divergence,
    "policy.outside": beyond.length / values.length,
    "policy.slope": slopeOf(
      beyond.map((r) => values[r] as number),
      beyond.map((r) => ratios[r] as number),
    ),
  };
}

function signalsOf({ training: { world } }: TokenState, { prompts, generation }: Written) {
  return world.signals(prompts, generation, layoutOf(prompts, generation));
}

/** [R] log π of whole completions. */
export function logProbsOf(learner: TokenLearner, { prompts, generation }: Written): Float64Array {
  const { logProbs } = learner.forward(tokenInputs(prompts, generation));
  const mask = maskOf(generation);
  const { maxTokens, lengths } = generation;
  return Float64Array.from(lengths, (_, r) => {
    let sum = 0;
    for (let i = r * maxTokens; i < (r + 1) * maxTokens; i++) if (mask[i] === 1) sum += logProbs[i] as number;
    return sum;
  });
}

/** Least squares of b by a. */
function slopeOf(a: readonly number[], b: readonly number[]): number {
  const present = new Uint8Array(a.length).fill(1);
  const [meanA, meanB] = [a, b].map((values) => meanOf({ values: Float64Array.from(values), present })) as [
    number,
    number,
  ];
  const spread = a.reduce((sum, value) => sum + (value - meanA) ** 2, 0);
  const both = a.reduce((sum, value, i) => sum + (value - meanA) * ((b[i] as number) - meanB), 0);
  return spread > 0 ? both / spread : 0;
}

import { nextState } from "@guerdon/core/engine";
import { preferenceLoss } from "@guerdon/core/objective";
import type { Metrics } from "../experiment/run.ts";
import type { TokenLearner } from "../policy/token-policy.ts";
import { collectWritten, scoreWritten } from "./collect-written.ts";
import { maskOf, tokenInputs } from "./gather-written.ts";
import { meanOf, meansOf } from "./mean-of.ts";
import { createPairSet, type PairSet } from "./pair-set.ts";
import { logProbsOf, measureSamples, type PolicySamples } from "./policy-samples.ts";
import { type PreferencePairs, preferencePairs } from "./preference-pairs.ts";
import { scheduledAt } from "./scheduled.ts";
import { createTokenLoop, type TokenRun, type TokenState } from "./token-loop.ts";
import type { TokenLoop } from "./token-settings.ts";

/** Learning from pairs of completions. No method has a name here: DPO, IPO, SLiC and SimPO are settings. */
export interface PreferenceTraining extends TokenLoop {
  readonly preference: NonNullable<Parameters<typeof preferenceLoss>[1]>;
  /** Whether log-probabilities are taken relative to the policy after the warm start. Default true. */
  readonly refers?: boolean;
  /** Who writes the completions: the policy as it is (online), or as it was after the warm start (offline). */
  readonly from?: "policy" | "reference";
  /** N: pairs that the reference writes once, learnt from in epochs of batches of `prompts`. Default: new ones each update. */
  readonly pairs?: number;
  /** Completions of the policy to be measured. Default: none. */
  readonly samples?: PolicySamples;
}

/**
 * Learning from preferences: of the completions of each prompt the best by the program is chosen, the worst rejected.
 *
 * A prompt whose completions all have the same total gives a pair of weight 0. Log-probabilities of a completion are
 * summed over its tokens; the loss and its gradient are those of `preferenceLoss`. `chosenRatio` and `rejectedRatio` are
 * the means of log π − log π_ref over the pairs of an update, before it.
 */
export function startPreferenceRun(training: PreferenceTraining, seed: number): Promise<TokenRun> {
  const { refers = true, from = "policy", pairs, samples } = training;
  const set = pairs === undefined ? undefined : createPairSet(pairs);
  const keepsReference = refers || from === "reference" || set !== undefined;
  return createTokenLoop(training, seed, keepsReference, async (state, step) => {
    const measured = samples !== undefined && step % samples.every === 0;
    const data = measured ? (await set?.all(state))?.written : undefined;
    const before = measured ? measureSamples(state, samples, step, data) : {};
    return { ...(await learn(state, training, step, set)), ...before };
  });
}

async function learn(
  state: TokenState,
  training: PreferenceTraining,
  step: number,
  set: PairSet | undefined,
): Promise<Metrics> {
  if (set !== undefined) return learnPairs(state, training, step, await set.take(state, step));
  const { learner, reference, writer } = state;
  const { from = "policy" } = training;
  writer.load((from === "reference" && reference !== undefined ? reference : learner).parameters());
  const { written, asked, tries } = await collectWritten(state, step);
  const scores = await scoreWritten(state, written, step);
  const metrics = learnPairs(state, training, step, preferencePairs(scores, written));
  state.program = nextState(training.program, state.program, { layout: scores.layout, step }, scores);
  return { reward: meanOf(scores.total), ...meansOf(Object.entries(scores.world)), ...metrics, asked, tries };
}

function learnPairs(
  { learner, reference }: TokenState,
  { epochs = 1, refers = true, preference, learningRate }: PreferenceTraining,
  step: number,
  { written, weights }: PreferencePairs,
): Metrics {
  const inputs = tokenInputs(written.prompts, written.generation);
  const mask = maskOf(written.generation);
  const count = weights.length;
  const read = (which: TokenLearner): Sides => sidesOf(logProbsOf(which, written));
  const ref = refers && reference !== undefined ? read(reference) : undefined;
  const lengths = sidesOf(Float64Array.from(written.generation.lengths));
  let metrics: Metrics = {};
  for (let epoch = 0; epoch < epochs; epoch++) {
    const now = read(learner);
    const { loss, gradient, accuracy, margin } = preferenceLoss(
      {
        ...now,
        ...(ref === undefined ? {} : { refChosen: ref.chosen, refRejected: ref.rejected }),
        chosenLengths: lengths.chosen,
        rejectedLengths: lengths.rejected,
        weights,
      },
      preference,
    );
    const places = mask.length / (2 * count);
    const slopes = Float64Array.from(mask, (counts, i) => {
      const row = Math.floor(i / places);
      const side = row % 2 === 0 ? gradient.chosen : gradient.rejected;
      return counts * (side[row >> 1] as number);
    });
    const rate = scheduledAt(learningRate, step);
    const { gradientNorm } = learner.step(inputs, { logProbs: slopes }, { learningRate: rate });
    const ratios = ref === undefined || epoch > 0 ? {} : ratiosOf(now, ref);
    metrics = { ...metrics, ...ratios, loss, pairAccuracy: accuracy, margin, gradientNorm };
  }
  return { ...metrics, pairs: weights.reduce((sum, weight) => sum + weight, 0) / count };
}

/** One value for each side of each pair. */
interface Sides {
  readonly chosen: Float64Array;
  readonly rejected: Float64Array;
}

/** Chosen in even rows, rejected in odd ones. */
function sidesOf(values: Float64Array): Sides {
  return { chosen: values.filter((_, r) => r % 2 === 0), rejected: values.filter((_, r) => r % 2 === 1) };
}

function ratiosOf(now: Sides, ref: Sides): Metrics {
  const mean = (side: keyof Sides): number =>
    now[side].reduce((sum, value, i) => sum + value - (ref[side][i] as number), 0) / now[side].length;
  return { chosenRatio: mean("chosen"), rejectedRatio: mean("rejected") };
}

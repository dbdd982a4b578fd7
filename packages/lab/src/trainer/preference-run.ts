import { nextState } from "@guerdon/core/engine";
import type { PreferenceLossOptions } from "@guerdon/core/objective";
import type { Metrics } from "../experiment/run.ts";
import { meanOf, meansOf } from "./mean-of.ts";
import { createMetricMeans } from "./off-policy-metrics.ts";
import { preferencePairs } from "./preference-pairs.ts";
import { preferenceStep } from "./preference-step.ts";
import { tokenInputs } from "./token-batch.ts";
import { collectWritten, scoreWritten } from "./token-collect.ts";
import { createTokenLoop, rateAt, type TokenRun, type TokenState } from "./token-loop.ts";
import type { TokenLoop } from "./token-settings.ts";

/** Learning from pairs. No method has a name here: methods are settings of the loss. */
export interface PreferenceTraining extends TokenLoop {
  /** See `preferenceLoss`: DPO, IPO, SLiC, SimPO are settings of it. */
  readonly objective?: Partial<PreferenceLossOptions>;
  /** Whether log-probabilities are compared with those of the policy as it was after the warm start. Default true. */
  readonly reference?: boolean;
  /** Who writes: the policy as it is, or as it was after the warm start. Default policy. */
  readonly writer?: "policy" | "reference";
  /** Updates after which the prompts begin again: with the reference as writer, a fixed set of pairs. */
  readonly cycle?: number;
  /** Totals of a pair must be further apart. Default 0. */
  readonly gap?: number;
}

/**
 * Learning to write tokens from pairs of completions: the program's total says which of two is better.
 *
 * Each update: P prompts, G completions of each, their totals, the best and the worst of each prompt as a pair, then
 * passes over all pairs with the loss. An update without pairs moves nothing. Metrics: `reward`, signals of the world,
 * `loss`, `accuracy`, `margin`, `chosenReward`, `rejectedReward`, `gradientNorm` (means over the passes), `pairs` (share of the
 * prompts that have one), `asked` and `tries`.
 */
export function startPreferenceRun(training: PreferenceTraining, seed: number): Promise<TokenRun> {
  const refers = training.reference !== false || training.writer === "reference";
  return createTokenLoop(training, seed, refers, (state, step) => learn(state, training, step));
}

async function learn(state: TokenState, training: PreferenceTraining, step: number): Promise<Metrics> {
  const { cycle, epochs = 1, objective = {}, gap = 0 } = training;
  const { learner, reference } = state;
  if (cycle !== undefined && step % cycle === 0) state.nextPrompt = 0;
  const author = training.writer === "reference" ? (reference ?? learner) : learner;
  state.writer.load(author.parameters());
  const { written, asked, tries } = await collectWritten(state, step);
  const scores = await scoreWritten(state, written, step);
  const pairs = preferencePairs(written, scores.total, gap);
  const inputs = tokenInputs(pairs.prompts, pairs.completions);
  const compares = training.reference !== false && reference !== undefined && pairs.count > 0;
  const compared = compares ? Float64Array.from(reference.forward(inputs).logProbs) : undefined;
  const learningRate = rateAt(training.learningRate, step);
  const means = createMetricMeans();
  means.begin();
  for (let pass = 0; pass < epochs && pairs.count > 0; pass++) {
    const { logProbs, loss, accuracy, margin, chosenReward, rejectedReward } = preferenceStep(
      pairs,
      learner.forward(inputs).logProbs,
      compared,
      objective,
    );
    const { gradientNorm } = learner.step(inputs, { logProbs }, { learningRate });
    means.add({ loss, accuracy, margin, chosenReward, rejectedReward, gradientNorm });
  }
  state.program = nextState(training.program, state.program, { layout: scores.layout, step }, scores);
  return {
    reward: meanOf(scores.total),
    ...meansOf(Object.entries(scores.world)),
    ...means.read(),
    pairs: pairs.count / pairs.prompts.count,
    asked,
    tries,
  };
}

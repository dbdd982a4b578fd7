import { nextState } from "@guerdon/core/engine";
import { preferenceLoss } from "@guerdon/core/objective";
import { groupOffsets } from "@guerdon/core/signal";
import type { Metrics } from "../experiment/run.ts";
import { collectWritten, scoreWritten } from "./collect-written.ts";
import { gatherRollouts, maskOf, tokenInputs, type Written } from "./gather-written.ts";
import { meanOf, meansOf } from "./mean-of.ts";
import { scheduledAt } from "./scheduled.ts";
import type { CompletionScores } from "./score-completions.ts";
import { createTokenLoop, type TokenRun, type TokenState } from "./token-loop.ts";
import type { TokenLoop } from "./token-settings.ts";

/** Learning from pairs of completions. No method has a name here: DPO, IPO, SLiC and SimPO are settings. */
export interface PreferenceTraining extends TokenLoop {
  readonly preference: NonNullable<Parameters<typeof preferenceLoss>[1]>;
  /** Whether log-probabilities are taken relative to the policy after the warm start. Default true. */
  readonly refers?: boolean;
  /** Who writes the completions: the policy as it is (online), or as it was after the warm start (offline). */
  readonly from?: "policy" | "reference";
}

/**
 * Learning from preferences: of the completions of each prompt the best by the program is chosen, the worst rejected.
 *
 * A prompt whose completions all have the same total gives a pair of weight 0. Log-probabilities of a completion are
 * summed over its tokens; the loss and its gradient are those of `preferenceLoss`.
 */
export function startPreferenceRun(training: PreferenceTraining, seed: number): Promise<TokenRun> {
  const { refers = true, from = "policy" } = training;
  return createTokenLoop(training, seed, refers || from === "reference", (state, step) => learn(state, training, step));
}

async function learn(state: TokenState, training: PreferenceTraining, step: number): Promise<Metrics> {
  const { learner, reference, writer } = state;
  const { from = "policy", epochs = 1, refers = true } = training;
  writer.load((from === "reference" && reference !== undefined ? reference : learner).parameters());
  const { written, asked, tries } = await collectWritten(state, step);
  const scores = await scoreWritten(state, written, step);
  const pairs = pairsOf(scores, written);
  const inputs = tokenInputs(pairs.written.prompts, pairs.written.generation);
  const mask = maskOf(pairs.written.generation);
  const count = pairs.weights.length;
  const read = (which: typeof learner): Sums => sumsOf(which.forward(inputs).logProbs, mask, count);
  const ref = refers && reference !== undefined ? read(reference) : undefined;
  const lengths = Float64Array.from(pairs.written.generation.lengths);
  let metrics: Metrics = {};
  for (let epoch = 0; epoch < epochs; epoch++) {
    const now = read(learner);
    const { loss, gradient, accuracy, margin } = preferenceLoss(
      {
        ...now,
        ...(ref === undefined ? {} : { refChosen: ref.chosen, refRejected: ref.rejected }),
        chosenLengths: lengths.filter((_, r) => r % 2 === 0),
        rejectedLengths: lengths.filter((_, r) => r % 2 === 1),
        weights: pairs.weights,
      },
      training.preference,
    );
    const places = mask.length / (2 * count);
    const slopes = Float64Array.from(mask, (counts, i) => {
      const row = Math.floor(i / places);
      const side = row % 2 === 0 ? gradient.chosen : gradient.rejected;
      return counts * (side[row >> 1] as number);
    });
    const { gradientNorm } = learner.step(
      inputs,
      { logProbs: slopes },
      { learningRate: scheduledAt(training.learningRate, step) },
    );
    metrics = { loss, pairAccuracy: accuracy, margin, gradientNorm };
  }
  state.program = nextState(training.program, state.program, { layout: scores.layout, step }, scores);
  const live = pairs.weights.reduce((sum, weight) => sum + weight, 0) / count;
  return {
    reward: meanOf(scores.total),
    ...meansOf(Object.entries(scores.world)),
    ...metrics,
    pairs: live,
    asked,
    tries,
  };
}

interface Pairs {
  /** Chosen and rejected of each prompt, one after the other. */
  readonly written: Written;
  /** 1 for pairs that differ. */
  readonly weights: Float64Array;
}

/** The best and the worst completion of each prompt; the first of equals. */
function pairsOf({ total, layout }: CompletionScores, written: Written): Pairs {
  const offsets = groupOffsets(layout);
  const rows: number[] = [];
  const weights = new Float64Array(offsets.length - 1);
  for (let g = 0; g < weights.length; g++) {
    let [best, worst] = [offsets[g] as number, offsets[g] as number];
    for (let r = best; r < (offsets[g + 1] as number); r++) {
      if (total.present[r] !== 1) continue;
      const value = total.values[r] as number;
      if (total.present[best] !== 1 || value > (total.values[best] as number)) best = r;
      if (total.present[worst] !== 1 || value < (total.values[worst] as number)) worst = r;
    }
    weights[g] = (total.values[best] as number) > (total.values[worst] as number) ? 1 : 0;
    rows.push(best, worst);
  }
  return { written: gatherRollouts(written, rows), weights };
}

interface Sums {
  readonly chosen: Float64Array;
  readonly rejected: Float64Array;
}

/** log π of whole completions: chosen in even rows, rejected in odd ones. */
function sumsOf(logProbs: Float32Array, mask: Uint8Array, count: number): Sums {
  const places = mask.length / (2 * count);
  const sums = { chosen: new Float64Array(count), rejected: new Float64Array(count) };
  for (let row = 0; row < 2 * count; row++) {
    let sum = 0;
    for (let i = row * places; i < (row + 1) * places; i++) if (mask[i] === 1) sum += logProbs[i] as number;
    (row % 2 === 0 ? sums.chosen : sums.rejected)[row >> 1] = sum;
  }
  return sums;
}

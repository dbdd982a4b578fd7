import { deadGroups, nextState } from "@guerdon/core/engine";
import type { Signal } from "@guerdon/core/signal";
import type { Metrics } from "../experiment/run.ts";
import { collectWritten, scoreWritten } from "./collect-written.ts";
import {
  gatherWritten,
  maskOf,
  shuffledRows,
  spreadAdvantages,
  takeRows,
  tokenInputs,
  type Written,
} from "./gather-written.ts";
import { meanOf, meansOf } from "./mean-of.ts";
import { scheduledAt } from "./scheduled.ts";
import type { CompletionScores } from "./score-completions.ts";
import { createTokenLoop, type TokenRun, type TokenState } from "./token-loop.ts";
import { type TokenColumns, type TokenLoss, tokenLoss } from "./token-loss.ts";
import type { TokenTraining } from "./token-settings.ts";

/**
 * Learning to write tokens from rewards: a warm start on demonstrations, then groups of completions, scored by a program.
 *
 * Each update: P prompts, G completions of each, signals and total, credit and advantages by the program, then passes
 * over minibatches with the objective. The first minibatch takes the log-probabilities of the sampler, which are those
 * of the model; later ones are read from the model again. Prompts, draws and shuffles depend on the seed and the number
 * of the update alone.
 */
export function startTokenRun(training: TokenTraining, seed: number): Promise<TokenRun> {
  return createTokenLoop(training, seed, training.kl !== undefined, (state, step) => learn(state, training, step));
}

async function learn(state: TokenState, training: TokenTraining, step: number): Promise<Metrics> {
  state.writer.load(state.learner.parameters());
  const { written, asked, tries } = await collectWritten(state, step);
  const scores = await scoreWritten(state, written, step);
  const { generation, prompts } = written;
  const columns: TokenColumns = {
    maxTokens: generation.maxTokens,
    mask: maskOf(generation),
    oldLogProbs: generation.logProbs,
    advantages: spreadAdvantages(scores.advantages, scores.layout, generation),
    ...referenceOf(state, written),
  };
  const tally = new Tally();
  optimise(state, training, written, columns, step, tally);
  state.program = nextState(training.program, state.program, { layout: scores.layout, step }, scores);
  const dead = deadGroups(scores.total, scores.advantages, scores.layout).length;
  return {
    reward: meanOf(scores.total),
    ...meansOf(Object.entries(scores.world)),
    ...meansOf(termSignals(scores), "term."),
    ...tally.means(),
    deadGroups: dead / prompts.count,
    asked,
    tries,
  };
}

function termSignals({ terms }: CompletionScores): (readonly [string, Signal])[] {
  return [...terms].map(([name, { signal }]) => [name, signal]);
}

function referenceOf(
  { reference }: TokenState,
  { prompts, generation }: Written,
): { readonly refLogProbs?: Float64Array } {
  if (reference === undefined) return {};
  return { refLogProbs: Float64Array.from(reference.forward(tokenInputs(prompts, generation)).logProbs) };
}

/** Passes over the batch: each minibatch is a step. Groups stay together, as their completions share a prompt. */
function optimise(
  { learner, seed }: TokenState,
  training: TokenTraining,
  written: Written,
  columns: TokenColumns,
  step: number,
  tally: Tally,
): void {
  const { minibatches = 1, epochs = 1, perPrompt, prompts } = training;
  const size = prompts / minibatches;
  const learningRate = scheduledAt(training.learningRate, step);
  for (let part = 0; part < minibatches * epochs; part++) {
    const order = shuffledRows(prompts, seed, step * epochs + Math.floor(part / minibatches));
    const from = (part % minibatches) * size;
    const groups = order.subarray(from, from + size);
    const own = takeRows(columns, membersOf(groups, perPrompt));
    const chosen = gatherWritten([{ written, chosen: [...groups] }]);
    const inputs = tokenInputs(chosen.prompts, chosen.generation);
    const read = part === 0 ? undefined : learner.forward(inputs);
    const now = {
      logProbs: read === undefined ? own.oldLogProbs : Float64Array.from(read.logProbs),
      entropy: read === undefined ? chosen.generation.entropies : Float64Array.from(read.entropy),
    };
    const loss = tokenLoss(now, own, training);
    const gradients = { logProbs: loss.logProbs, ...(loss.entropy === undefined ? {} : { entropy: loss.entropy }) };
    const { gradientNorm } = learner.step(inputs, gradients, { learningRate });
    tally.add(loss, meanOf({ values: now.entropy, present: own.mask }), gradientNorm);
  }
}

/** Rows of the members of groups. */
function membersOf(groups: Int32Array, perPrompt: number): Int32Array {
  return Int32Array.from(
    { length: groups.length * perPrompt },
    (_, i) => (groups[Math.floor(i / perPrompt)] as number) * perPrompt + (i % perPrompt),
  );
}

/** Means over the minibatches of an update. */
class Tally {
  readonly #sums: { [name: string]: number } = {};
  #count = 0;

  add({ loss, policy, kl }: TokenLoss, entropy: number, gradientNorm: number): void {
    const { clipFraction } = policy;
    const values = { loss, entropy, gradientNorm, clipFraction, klOld: policy.kl, klReference: kl };
    for (const [name, value] of Object.entries(values)) this.#sums[name] = (this.#sums[name] ?? 0) + value;
    this.#count += 1;
  }

  means(): Metrics {
    return Object.fromEntries(Object.entries(this.#sums).map(([name, sum]) => [name, sum / this.#count]));
  }
}

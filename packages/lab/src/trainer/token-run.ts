import { deadGroups, nextState } from "@guerdon/core/engine";
import type { Signal } from "@guerdon/core/signal";
import type { Metrics } from "../experiment/run.ts";
import type { HostInput } from "../tensor/index.ts";
import { meanOf, meansOf } from "./mean-of.ts";
import type { CompletionScores } from "./score-completions.ts";
import { maskOf, sequencesOf, shuffledRows, spreadAdvantages, takeRows } from "./token-batch.ts";
import { collectWritten, scoreWritten } from "./token-collect.ts";
import { createTokenLoop, rateAt, type TokenRun, type TokenState } from "./token-loop.ts";
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
  const tokens = sequencesOf(prompts, generation);
  const columns: TokenColumns = {
    maxTokens: generation.maxTokens,
    mask: maskOf(generation),
    oldLogProbs: generation.logProbs,
    advantages: spreadAdvantages(scores.advantages, scores.layout, generation),
    ...referenceOf(state, tokens, generation.lengths.length),
  };
  const tally = new Tally();
  optimise(state, training, tokens, columns, generation.entropies, step, tally);
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
  tokens: Int32Array,
  rows: number,
): { readonly refLogProbs?: Float64Array } {
  if (reference === undefined) return {};
  const { logProbs } = reference.forward({ tokens: { data: tokens, shape: [rows, tokens.length / rows] } });
  return { refLogProbs: Float64Array.from(logProbs) };
}

/** Passes over the batch: each minibatch is a step. */
function optimise(
  { learner, seed }: TokenState,
  training: TokenTraining,
  tokens: Int32Array,
  columns: TokenColumns,
  entropies: Float64Array,
  step: number,
  tally: Tally,
): void {
  const { minibatches = 1, epochs = 1, learningRate } = training;
  const count = columns.mask.length / columns.maxTokens;
  const width = tokens.length / count;
  const size = count / minibatches;
  const rate = rateAt(learningRate, step);
  const parts = minibatches * epochs;
  for (let part = 0; part < parts; part++) {
    const order = parts === 1 ? undefined : shuffledRows(count, seed, step * epochs + Math.floor(part / minibatches));
    const from = (part % minibatches) * size;
    const rows = order?.subarray(from, from + size);
    const own = rows === undefined ? columns : takeRows(columns, rows);
    const data = rows === undefined ? tokens : takeTokens(tokens, rows, width);
    const inputs: { tokens: HostInput } = { tokens: { data, shape: [size, width] } };
    const isFirst = part === 0;
    const entropyRows = rows === undefined ? entropies : takeEntropies(entropies, rows, columns.maxTokens);
    const read = isFirst ? undefined : learner.forward(inputs);
    const now = {
      logProbs: read === undefined ? own.oldLogProbs : Float64Array.from(read.logProbs),
      entropy: read === undefined ? entropyRows : Float64Array.from(read.entropy),
    };
    const loss = tokenLoss(now, own, training);
    const gradients = { logProbs: loss.logProbs, ...(loss.entropy === undefined ? {} : { entropy: loss.entropy }) };
    const { gradientNorm } = learner.step(inputs, gradients, { learningRate: rate });
    tally.add(loss, meanOf({ values: now.entropy, present: own.mask }), gradientNorm);
  }
}

function takeTokens(tokens: Int32Array, rows: Int32Array, width: number): Int32Array {
  const out = new Int32Array(rows.length * width);
  rows.forEach((r, i) => {
    out.set(tokens.subarray(r * width, (r + 1) * width), i * width);
  });
  return out;
}

function takeEntropies(entropies: Float64Array, rows: Int32Array, width: number): Float64Array {
  const out = new Float64Array(rows.length * width);
  rows.forEach((r, i) => {
    out.set(entropies.subarray(r * width, (r + 1) * width), i * width);
  });
  return out;
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

import { deadGroups, initState, nextState, type ProgramState } from "@guerdon/core/engine";
import { sftLoss } from "@guerdon/core/objective";
import { streamKey } from "@guerdon/core/random";
import { refillPlan } from "@guerdon/core/sampler";
import { flatLayout, type Json, type Signal } from "@guerdon/core/signal";
import type { Metrics, Run, RunState } from "../experiment/run.ts";
import type { TokenWriter } from "../policy/token-policy.ts";
import { createLearner, type HostInput, type HostTree, type Learner } from "../tensor/index.ts";
import { demonstrationCompletions } from "../world/demonstration-completions.ts";
import { realTime } from "./real-time.ts";
import { restoreArrays, saveArrays } from "./run-arrays.ts";
import { type CompletionScores, scoreCompletions } from "./score-completions.ts";
import {
  gatherWritten,
  maskOf,
  sequencesOf,
  shuffledRows,
  spreadAdvantages,
  takeRows,
  type Written,
} from "./token-batch.ts";
import { type TokenColumns, type TokenLoss, tokenLoss } from "./token-loss.ts";
import type { Rate, TokenTraining } from "./token-settings.ts";

type TokenLearner = Learner<"tokens", "logProbs" | "entropy">;

/** A run on a token world, with what it has learnt so far at hand. */
export interface TokenRun extends Run {
  /** Mean of each signal of the world over greedy completions of held-out prompts. */
  evaluate(prompts: number): Promise<Metrics>;
  /** A copy of the parameters on the host. */
  parameters(): HostTree;
}

/**
 * Learning to write tokens from rewards: a warm start on demonstrations, then groups of completions, scored by a program.
 *
 * Each update: P prompts, G completions of each, signals and total, credit and advantages by the program, then passes
 * over minibatches with the objective. The first minibatch takes the log-probabilities of the sampler, which are those
 * of the model; later ones are read from the model again. Prompts, draws and shuffles depend on the seed and the number
 * of the update alone.
 */
export async function startTokenRun(training: TokenTraining, seed: number): Promise<TokenRun> {
  const { world, policy, optimiser, sampling = {}, prompts, perPrompt, maxGradientNorm, parameters } = training;
  const model = policy.model(world, sampling.temperature ?? 1);
  const learner = await createLearner(model, optimiser, {
    seed,
    ...(maxGradientNorm === undefined ? {} : { maxGradientNorm }),
    ...(parameters === undefined ? {} : { parameters }),
  });
  const start = learner.save() as { readonly parameters: HostTree; readonly optimiser: HostTree };
  const reference =
    training.kl === undefined
      ? undefined
      : await createLearner(model, optimiser, { seed, ...(parameters === undefined ? {} : { parameters }) });
  const state: TokenState = {
    training,
    seed,
    learner,
    reference,
    freshOptimiser: start.optimiser,
    writer: policy.writer(world, prompts * perPrompt),
    updates: 0,
    nextPrompt: 0,
    program: initState(training.program),
  };
  const warm = training.warmStart?.updates ?? 0;
  return {
    end: warm + training.updates,
    get updates() {
      return state.updates;
    },
    update: () => update(state, warm),
    evaluate: (count) => evaluate(state, count),
    parameters: () => learner.parameters(),
    save: () => ({
      json: { updates: state.updates, nextPrompt: state.nextPrompt, program: state.program as unknown as Json },
      arrays: {
        ...saveArrays("learner", learner.save()),
        ...(reference === undefined ? {} : saveArrays("reference", reference.parameters())),
      },
    }),
    restore: (saved) => restore(state, saved),
    close: () => {
      learner.close();
      reference?.close();
    },
  };
}

interface TokenState {
  readonly training: TokenTraining;
  readonly seed: number;
  readonly learner: TokenLearner;
  readonly reference: TokenLearner | undefined;
  readonly freshOptimiser: HostTree;
  readonly writer: TokenWriter;
  updates: number;
  /** Number of the next prompt of the stream. */
  nextPrompt: number;
  program: ProgramState;
}

function restore(state: TokenState, { json, arrays }: RunState): void {
  const { updates, nextPrompt, program } = json as unknown as Pick<TokenState, "updates" | "nextPrompt" | "program">;
  Object.assign(state, { updates, nextPrompt, program });
  state.learner.restore(restoreArrays("learner", state.learner.save(), arrays));
  if (state.reference === undefined) return;
  const parameters = restoreArrays("reference", state.reference.parameters(), arrays);
  state.reference.restore({ parameters, optimiser: state.freshOptimiser });
}

async function update(state: TokenState, warm: number): Promise<Metrics> {
  const { training } = state;
  if (state.updates < warm) {
    const metrics = imitate(state);
    state.updates += 1;
    if (state.updates === warm) beginLearning(state);
    return metrics;
  }
  const metrics = await learn(state, state.updates - warm);
  state.updates += 1;
  const done = state.updates - warm;
  const { every, prompts } = training.evaluation ?? { every: 0, prompts: 0 };
  const due = every > 0 && (done % every === 0 || done === training.updates);
  if (!due) return metrics;
  const held = await evaluate(state, prompts);
  return { ...metrics, ...Object.fromEntries(Object.entries(held).map(([name, value]) => [`heldOut.${name}`, value])) };
}

/** The policy as it is becomes the reference; the optimiser forgets. */
function beginLearning({ learner, reference, freshOptimiser }: TokenState): void {
  const parameters = learner.parameters();
  learner.restore({ parameters, optimiser: freshOptimiser });
  reference?.restore({ parameters, optimiser: freshOptimiser });
}

/** One step on demonstrations: the gradient of a likelihood does not hang on its value, so nothing is read first. */
function imitate(state: TokenState): Metrics {
  const { world, warmStart } = state.training;
  const { batch, learningRate } = warmStart as NonNullable<TokenTraining["warmStart"]>;
  const prompts = world.prompts(streamKey(state.seed, "warm start"), state.updates * batch, batch);
  const shown = demonstrationCompletions(world, prompts);
  const tokens = sequencesOf(prompts, shown);
  const inputs = { tokens: { data: tokens, shape: [batch, tokens.length / batch] } };
  const mask = maskOf(shown);
  const { gradient } = sftLoss({ logProbs: new Float64Array(mask.length), mask });
  const rate = rateAt(learningRate, state.updates);
  const { gradientNorm, pulled } = state.learner.step(inputs, { logProbs: gradient }, { learningRate: rate });
  return { "warmStart.loss": pulled, gradientNorm };
}

async function learn(state: TokenState, step: number): Promise<Metrics> {
  const { training, learner, writer } = state;
  writer.load(learner.parameters());
  const { written, asked, tries } = await collect(state, step);
  const scores = await score(state, written, step);
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
  optimise(state, tokens, columns, generation.entropies, step, tally);
  state.program = nextState(training.program, state.program, { layout: scores.layout, step }, scores);
  const dead = deadGroups(scores.total, scores.advantages, scores.layout).length;
  return {
    reward: meanOf(scores.total),
    ...worldMeans(scores.world),
    ...termMeans(scores.terms),
    ...tally.means(),
    deadGroups: dead / prompts.count,
    asked,
    tries,
  };
}

/** Writes completions of P prompts; with a sampler, of more prompts until P are kept. */
async function collect(state: TokenState, step: number): Promise<{ written: Written; asked: number; tries: number }> {
  const { prompts: wanted, keep } = state.training;
  if (keep === undefined) return { written: write(state, wanted), asked: wanted, tries: 1 };
  const parts: { written: Written; chosen: number[]; left: number[] }[] = [];
  let [asked, kept, tries] = [0, 0, 0];
  for (;;) {
    const { ask } = refillPlan({ asked, kept, tries }, { ...keep.refill, wanted });
    if (ask === 0) break;
    const written = write(state, wanted);
    const { total, layout } = await score(state, written, step);
    const marks = keep.sampler.apply([total], layout, { step });
    const order = written.prompts.items.map((_, p) => p);
    const chosen = order.filter((p) => marks.values[p] === 1).slice(0, wanted - kept);
    parts.push({ written, chosen, left: order.filter((p) => marks.values[p] !== 1) });
    asked += wanted;
    kept += chosen.length;
    tries += 1;
  }
  const short = wanted - kept;
  const last = parts.at(-1) as (typeof parts)[number];
  last.chosen.push(...last.left.slice(0, short));
  return { written: gatherWritten(parts), asked, tries };
}

function write(state: TokenState, count: number): Written {
  const { world, sampling = {}, perPrompt } = state.training;
  const prompts = world.prompts(state.seed, state.nextPrompt, count);
  const generation = state.writer.generate(prompts, {
    ...sampling,
    perPrompt,
    maxTokens: world.maxTokens,
    end: world.end,
    pad: world.pad,
    key: streamKey(state.seed, "completions"),
    first: state.nextPrompt * perPrompt,
  });
  state.nextPrompt += count;
  return { prompts, generation };
}

function score(state: TokenState, { prompts, generation }: Written, step: number): Promise<CompletionScores> {
  const { world, program, runtime = realTime } = state.training;
  return scoreCompletions(world, program, prompts, generation, { step, state: state.program, runtime });
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
  { training, learner, seed }: TokenState,
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
    tally.add(loss, maskedMean(now.entropy, own.mask), gradientNorm);
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

async function evaluate({ training, learner, writer, seed }: TokenState, count: number): Promise<Metrics> {
  const { world } = training;
  writer.load(learner.parameters());
  const prompts = world.prompts(streamKey(seed, "held out"), 0, count, true);
  const { maxTokens, end, pad } = world;
  const generation = writer.generate(prompts, { temperature: 0, maxTokens, end, pad });
  return worldMeans(world.signals(prompts, generation, flatLayout(new Array(count).fill(1))));
}

function worldMeans(signals: { readonly [name: string]: Signal }): Metrics {
  return Object.fromEntries(Object.entries(signals).map(([name, signal]) => [name, meanOf(signal)]));
}

function termMeans(terms: CompletionScores["terms"]): Metrics {
  return Object.fromEntries([...terms].map(([name, { signal }]) => [`term.${name}`, meanOf(signal)]));
}

function meanOf({ values, present }: Signal): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (present[i] !== 1) continue;
    sum += values[i] as number;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

function maskedMean(values: Float64Array, mask: Uint8Array): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (mask[i] !== 1) continue;
    sum += values[i] as number;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

function rateAt(rate: Rate, step: number): number {
  if (typeof rate === "number") return rate;
  return rate.apply([], flatLayout([]), { step }).values[0] as number;
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

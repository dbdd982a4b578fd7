import { initState, type ProgramState } from "@guerdon/core/engine";
import { sftLoss } from "@guerdon/core/objective";
import { streamKey } from "@guerdon/core/random";
import { flatLayout, type Json } from "@guerdon/core/signal";
import type { Metrics, Run, RunState } from "../experiment/run.ts";
import type { TokenLearner, TokenWriter } from "../policy/token-policy.ts";
import { createLearner, type HostTree, type LearnerSettings } from "../tensor/index.ts";
import { demonstrationCompletions } from "../world/demonstration-completions.ts";
import { maskOf, tokenInputs } from "./gather-written.ts";
import { meansOf } from "./mean-of.ts";
import { restoreArrays, saveArrays } from "./save-arrays.ts";
import { scheduledAt } from "./scheduled.ts";
import type { TokenLoop, WarmStart } from "./token-settings.ts";

/** A run on a token world, with what it has learnt so far at hand. */
export interface TokenRun extends Run {
  /** Mean of each signal of the world over greedy completions of held-out prompts. */
  evaluate(prompts: number): Promise<Metrics>;
  /** A copy of the parameters on the host. */
  parameters(): HostTree;
}

/** What a run has at hand, and all of it that changes. */
export interface TokenState {
  readonly training: TokenLoop;
  readonly seed: number;
  readonly learner: TokenLearner;
  /** The policy as it was after the warm start; absent when nothing asks for it. */
  readonly reference: TokenLearner | undefined;
  readonly freshOptimiser: HostTree;
  readonly writer: TokenWriter;
  updates: number;
  /** Number of the next prompt of the stream. */
  nextPrompt: number;
  program: ProgramState;
}

/**
 * The loop that all learning on token worlds shares: warm start, updates, evaluation, save and restore.
 *
 * @param learn - makes update number `step` after the warm start
 * @param refers - whether the policy as it was after the warm start is kept
 */
export async function createTokenLoop(
  training: TokenLoop,
  seed: number,
  refers: boolean,
  learn: (state: TokenState, step: number) => Promise<Metrics>,
): Promise<TokenRun> {
  const state = await startState(training, seed, refers);
  const { learner, reference } = state;
  const warm = training.warmStart?.updates ?? 0;
  return {
    end: warm + training.updates,
    get updates() {
      return state.updates;
    },
    update: () => (state.updates < warm ? imitateOnce(state, warm) : learnOnce(state, warm, learn)),
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

async function startState(training: TokenLoop, seed: number, refers: boolean): Promise<TokenState> {
  const { world, policy, optimiser, sampling = {}, prompts, perPrompt, maxGradientNorm, parameters } = training;
  const temperature = sampling.temperature ?? 1;
  const make = async (settings: LearnerSettings): Promise<TokenLearner> =>
    policy.learner?.(world, temperature, optimiser, settings) ??
    (await createLearner(policy.model(world, temperature), optimiser, settings));
  const start = { seed, ...(parameters === undefined ? {} : { parameters }) };
  const clip = maxGradientNorm === undefined ? {} : { maxGradientNorm };
  const learner = await make({ ...start, ...clip });
  return {
    training,
    seed,
    learner,
    reference: refers ? await make(start) : undefined,
    freshOptimiser: (learner.save() as { readonly optimiser: HostTree }).optimiser,
    writer: policy.writer(world, prompts * perPrompt),
    updates: 0,
    nextPrompt: 0,
    program: initState(training.program),
  };
}

function restore(state: TokenState, { json, arrays }: RunState): void {
  const { updates, nextPrompt, program } = json as unknown as Pick<TokenState, "updates" | "nextPrompt" | "program">;
  Object.assign(state, { updates, nextPrompt, program });
  state.learner.restore(restoreArrays("learner", state.learner.save(), arrays));
  if (state.reference === undefined) return;
  const parameters = restoreArrays("reference", state.reference.parameters(), arrays);
  state.reference.restore({ parameters, optimiser: state.freshOptimiser });
}

async function imitateOnce(state: TokenState, warm: number): Promise<Metrics> {
  const metrics = imitate(state, state.training.warmStart as WarmStart);
  state.updates += 1;
  if (state.updates === warm) beginLearning(state);
  return metrics;
}

async function learnOnce(
  state: TokenState,
  warm: number,
  learn: (state: TokenState, step: number) => Promise<Metrics>,
): Promise<Metrics> {
  const { evaluation, updates } = state.training;
  const metrics = await learn(state, state.updates - warm);
  state.updates += 1;
  const done = state.updates - warm;
  const { every, prompts } = evaluation ?? { every: 0, prompts: 0 };
  const due = every > 0 && (done % every === 0 || done === updates);
  if (!due) return metrics;
  const held = Object.entries(await evaluate(state, prompts));
  return { ...metrics, ...Object.fromEntries(held.map(([name, value]) => [`heldOut.${name}`, value])) };
}

/** The policy as it is becomes the reference; the optimiser forgets. */
function beginLearning({ learner, reference, freshOptimiser }: TokenState): void {
  const parameters = learner.parameters();
  learner.restore({ parameters, optimiser: freshOptimiser });
  reference?.restore({ parameters, optimiser: freshOptimiser });
}

/** One step on demonstrations: the gradient of a likelihood does not hang on its value, so nothing is read first. */
function imitate(state: TokenState, { batch, learningRate }: WarmStart): Metrics {
  const { world } = state.training;
  const prompts = world.prompts(streamKey(state.seed, "warm start"), state.updates * batch, batch);
  const shown = demonstrationCompletions(world, prompts);
  const inputs = tokenInputs(prompts, shown);
  const mask = maskOf(shown);
  const { gradient } = sftLoss({ logProbs: new Float64Array(mask.length), mask });
  const rate = scheduledAt(learningRate, state.updates);
  const { gradientNorm, pulled } = state.learner.step(inputs, { logProbs: gradient }, { learningRate: rate });
  return { "warmStart.loss": pulled, gradientNorm };
}

async function evaluate({ training, learner, writer, seed }: TokenState, count: number): Promise<Metrics> {
  const { world } = training;
  writer.load(learner.parameters());
  const prompts = world.prompts(streamKey(seed, "held out"), 0, count, true);
  const { maxTokens, end, pad } = world;
  const generation = writer.generate(prompts, { temperature: 0, maxTokens, end, pad });
  return meansOf(Object.entries(world.signals(prompts, generation, flatLayout(new Array(count).fill(1)))));
}

import { sftLoss } from "@guerdon/core/objective";
import { streamKey } from "@guerdon/core/random";
import type { TokenLearner, TokenPolicy } from "../policy/token-policy.ts";
import { createLearner, type HostTree, type Optimiser } from "../tensor/index.ts";
import { demonstrationCompletions } from "../world/demonstration-completions.ts";
import type { Completions, Prompts, TokenWorld } from "../world/token-world.ts";
import { maskOf, shuffledRows, tokenInputs } from "./gather-written.ts";

/** Learning from the demonstrations of one world. */
export interface SupervisedStage {
  /** With demonstrations, and the vocabulary and sizes of the world that the learner was made for. */
  readonly world: TokenWorld;
  readonly updates: number;
  /** Demonstrations of an update. */
  readonly batch: number;
  readonly learningRate: number;
  /** Demonstrations there are; they come again in epochs. Default: new ones each update. */
  readonly rows?: number;
  /** Share of the updates, at the end, over which the rate falls to 0. Default 0. */
  readonly decay?: number;
  /** Whether the optimiser forgets what it has seen in the stage before. Default false: one training in several parts. */
  readonly afresh?: boolean;
  /** Only every so many-th token is learnt, the first of a completion among them. Default 1: all. */
  readonly every?: number;
}

export interface SupervisedSettings {
  readonly world: TokenWorld;
  readonly policy: TokenPolicy;
  readonly optimiser: Optimiser;
  readonly maxGradientNorm?: number;
}

/** A policy that learns from demonstrations in stages, one after the other. */
export interface SupervisedLearner {
  /** Makes all updates of a stage. */
  learn(stage: SupervisedStage): void;
  /** Mean chance that the policy begins as demonstrations do, over the first `count` prompts of a world. */
  chanceOf(world: TokenWorld, count: number): number;
  /** A copy of the parameters and of what the optimiser remembers. */
  save(): HostTree;
  restore(state: HostTree): void;
  close(): void;
}

/**
 * Fine-tuning by likelihood: minimises the mean of −log π over the tokens of demonstrations that are learnt.
 *
 * Demonstrations and their order depend on the seed and the number of the update alone.
 *
 * @paper 094 §Experiment (pre-training on documents, then fine-tuning on 300 rows)
 */
export async function createSupervisedLearner(
  { world, policy, optimiser, maxGradientNorm }: SupervisedSettings,
  seed: number,
): Promise<SupervisedLearner> {
  const settings = { seed, ...(maxGradientNorm === undefined ? {} : { maxGradientNorm }) };
  const learner: TokenLearner =
    policy.learner?.(world, 1, optimiser, settings) ??
    (await createLearner(policy.model(world, 1), optimiser, settings));
  const fresh = (learner.save() as { readonly optimiser: HostTree }).optimiser;
  return {
    learn: (stage) => {
      if (stage.afresh === true) learner.restore({ parameters: learner.parameters(), optimiser: fresh });
      for (let update = 0; update < stage.updates; update++) learnOnce(learner, stage, seed, update);
    },
    chanceOf: (asked, count) => {
      const prompts = asked.prompts(streamKey(seed, "chance"), 0, count);
      const { logProbs } = learner.forward(tokenInputs(prompts, shorten(demonstrationCompletions(asked, prompts))));
      const width = logProbs.length / count;
      let sum = 0;
      for (let p = 0; p < count; p++) sum += Math.exp(logProbs[p * width] as number);
      return sum / count;
    },
    save: () => learner.save(),
    restore: (state) => learner.restore(state),
    close: () => learner.close(),
  };
}

function learnOnce(learner: TokenLearner, stage: SupervisedStage, seed: number, update: number): void {
  const { world, updates, learningRate, decay = 0, every = 1 } = stage;
  const prompts = promptsOf(stage, seed, update);
  const shown = shorten(demonstrationCompletions(world, prompts));
  const mask = maskOf(shown).map((written, i) => ((i % shown.maxTokens) % every === 0 ? written : 0));
  const { gradient } = sftLoss({ logProbs: new Float64Array(mask.length), mask });
  const left = 1 - update / updates;
  const rate = learningRate * (decay === 0 ? 1 : Math.min(1, left / decay));
  learner.step(tokenInputs(prompts, shown), { logProbs: gradient }, { learningRate: rate });
}

/** New prompts, or the next of a fixed number of rows, in an order of each epoch. */
function promptsOf({ world, batch, rows }: SupervisedStage, seed: number, update: number): Prompts {
  const key = streamKey(seed, "demonstrations");
  if (rows === undefined) return world.prompts(key, update * batch, batch);
  const all = world.prompts(key, 0, rows);
  const chosen = Array.from({ length: batch }, (_, b) => {
    const at = update * batch + b;
    return shuffledRows(rows, seed, Math.floor(at / rows))[at % rows] as number;
  });
  const ids = new Int32Array(batch * all.length);
  chosen.forEach((row, b) => {
    ids.set(all.ids.subarray(row * all.length, (row + 1) * all.length), b * all.length);
  });
  return {
    count: batch,
    length: all.length,
    ids,
    items: chosen.map((row) => all.items[row] as Prompts["items"][number]),
  };
}

/** Completions without the columns that none of them reaches. */
function shorten({ ids, maxTokens, lengths, ended }: Completions): Completions {
  const longest = Math.max(...lengths);
  const short = new Int32Array(lengths.length * longest);
  for (let r = 0; r < lengths.length; r++) {
    short.set(ids.subarray(r * maxTokens, r * maxTokens + longest), r * longest);
  }
  return { ids: short, maxTokens: longest, lengths, ended };
}

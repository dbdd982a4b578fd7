import type { PolicyLossInput } from "@guerdon/core/objective";
import { compileProgram, type ProgramSpec } from "@guerdon/core/program";
import type { TokenPolicy } from "@guerdon/lab/policy";
import { adamw, sgd } from "@guerdon/lab/tensor";
import { startTokenRun, type TokenTraining } from "@guerdon/lab/trainer";
import type { TokenWorld } from "@guerdon/lab/world";
import type { RunArm } from "./recipe.ts";
import { scheduledBy, type Used, usedPiece } from "./used.ts";

/** A term that the world of a run offers under its name: `correct`, `length`. */
export const FROM_WORLD: { readonly use: "world-signal"; readonly level: "rollout" } = {
  use: "world-signal",
  level: "rollout",
};

/** What an arm says of a training on a token world. */
export interface TokenSettings<W = unknown, P = unknown> {
  /** Terms that the world offers have the piece `FROM_WORLD`. */
  readonly reward: Omit<ProgramSpec, "reward">;
  readonly updates: number;
  /** P: prompts of an update. */
  readonly prompts: number;
  /** G: responses to each. */
  readonly perPrompt: number;
  readonly learningRate: number | Used;
  /** Default: plain gradient steps. */
  readonly optimiser?: "sgd" | "adamw";
  readonly objective?: PolicyLossInput;
  readonly epochs?: number;
  readonly minibatches?: number;
  readonly maxGradientNorm?: number;
  readonly entropyWeight?: number;
  readonly kl?: NonNullable<TokenTraining["kl"]>;
  readonly temperature?: number;
  /** A sampler over the total at level group; dropped prompts are drawn again up to `maxTries` times. */
  readonly keep?: { readonly sampler: Used; readonly maxTries?: number };
  readonly warmStart?: { readonly updates: number; readonly batch: number; readonly learningRate: number };
  readonly evaluation?: NonNullable<TokenTraining["evaluation"]>;
  /** Options of the world and of the policy. */
  readonly world?: W;
  readonly policy?: P;
}

/** Training on a token world: what an arm cannot say in JSON, world and policy, is made here of their options. */
export function tokenTraining<W = unknown, P = unknown>(made: {
  world(options: W): TokenWorld;
  policy(options: P): TokenPolicy;
}): RunArm<TokenSettings<W, P>> {
  return (settings, seed, library) => {
    const { reward, learningRate, optimiser = "sgd", keep, temperature, objective = {}, ...rest } = settings;
    const { world, policy, ...loop } = rest;
    const training: TokenTraining = {
      ...loop,
      world: made.world(world as W),
      policy: made.policy(policy as P),
      program: compileProgram({ reward: "recipe", ...reward }, library),
      optimiser: optimiser === "sgd" ? sgd() : adamw(),
      learningRate: scheduledBy(library, learningRate),
      objective,
      ...(temperature === undefined ? {} : { sampling: { temperature } }),
      ...(keep === undefined
        ? {}
        : { keep: { sampler: usedPiece(library, keep.sampler), refill: { maxTries: keep.maxTries ?? 1 } } }),
    };
    return startTokenRun(training, seed);
  };
}

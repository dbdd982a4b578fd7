import type { Runtime } from "@guerdon/core/engine";
import type { KlOptions, PolicyLossInput } from "@guerdon/core/objective";
import type { Transform } from "@guerdon/core/piece";
import type { Program } from "@guerdon/core/program";
import type { RefillRules } from "@guerdon/core/sampler";
import type { SamplingOptions } from "../policy/sample-token.ts";
import type { TokenPolicy } from "../policy/token-policy.ts";
import type { HostTree, Optimiser } from "../tensor/index.ts";
import type { TokenWorld } from "../world/token-world.ts";
import type { Scheduled } from "./scheduled.ts";

/** Steps on demonstrations before the policy learns from rewards. */
export interface WarmStart {
  readonly updates: number;
  /** Demonstrations of each. */
  readonly batch: number;
  readonly learningRate: Scheduled;
}

/** What all learning on a token world is made of. */
export interface TokenLoop {
  readonly world: TokenWorld;
  readonly policy: TokenPolicy;
  /** Terms with names of the world's signals are given these; credit and advantages are the program's. */
  readonly program: Program;
  readonly optimiser: Optimiser;
  readonly learningRate: Scheduled;
  readonly maxGradientNorm?: number;
  /** Updates from rewards, after the warm start. */
  readonly updates: number;
  /** P: prompts of an update. */
  readonly prompts: number;
  /** G: completions of each. */
  readonly perPrompt: number;
  /** Passes over a batch. Default 1. */
  readonly epochs?: number;
  readonly sampling?: SamplingOptions;
  /** Which prompts are learnt from: a sampler over the total at level group; dropped ones are asked for again. */
  readonly keep?: { readonly sampler: Transform; readonly refill?: Omit<RefillRules, "wanted"> };
  readonly warmStart?: WarmStart;
  /** Parameters to start from, instead of fresh ones. */
  readonly parameters?: HostTree;
  /** Greedy completions of held-out prompts: every so many updates, and after the last. */
  readonly evaluation?: { readonly every: number; readonly prompts: number };
  readonly runtime?: Runtime;
}

/** Learning from advantages. No method has a name here: methods are settings. */
export interface TokenTraining extends TokenLoop {
  readonly objective: PolicyLossInput;
  /** Parts of a batch, each a step of the optimiser. Default 1. */
  readonly minibatches?: number;
  /** Divergence from the policy as it was after the warm start, as a part of the loss. */
  readonly kl?: Partial<Pick<KlOptions, "estimator" | "beta" | "gradientOf">>;
  /** Weight of the mean entropy, which is raised. Default 0. */
  readonly entropyWeight?: number;
}

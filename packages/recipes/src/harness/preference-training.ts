import { compileProgram, type ProgramSpec } from "@guerdon/core/program";
import type { TokenPolicy } from "@guerdon/lab/policy";
import { adamw, sgd } from "@guerdon/lab/tensor";
import { type PreferenceTraining, startPreferenceRun } from "@guerdon/lab/trainer";
import type { TokenWorld } from "@guerdon/lab/world";
import type { RunArm } from "./recipe.ts";
import { scheduledBy, type Used } from "./used.ts";

/** What an arm says of learning from pairs of completions of a token world. */
export interface PreferenceSettings<W = unknown, P = unknown>
  extends Pick<PreferenceTraining, "preference" | "updates" | "prompts" | "perPrompt"> {
  /** The total says which completion of a prompt is chosen. Terms that the world offers have the piece `FROM_WORLD`. */
  readonly reward: Omit<ProgramSpec, "reward">;
  readonly learningRate: number | Used;
  /** Default: plain gradient steps. */
  readonly optimiser?: "sgd" | "adamw";
  readonly refers?: boolean;
  readonly from?: "policy" | "reference";
  readonly pairs?: number;
  readonly samples?: NonNullable<PreferenceTraining["samples"]>;
  readonly epochs?: number;
  /** Options of the world and of the policy. */
  readonly world?: W;
  readonly policy?: P;
}

/** Learning from pairs on a token world: what an arm cannot say in JSON, world and policy, is made here of their options. */
export function preferenceTraining<W = unknown, P = unknown>(made: {
  world(options: W): TokenWorld;
  policy(options: P): TokenPolicy;
}): RunArm<PreferenceSettings<W, P>> {
  return (settings, seed, library) => {
    const { reward, learningRate, optimiser = "sgd", world, policy, ...loop } = settings;
    const training: PreferenceTraining = {
      ...loop,
      world: made.world(world as W),
      policy: made.policy(policy as P),
      program: compileProgram({ reward: "recipe", ...reward }, library),
      optimiser: optimiser === "sgd" ? sgd() : adamw(),
      learningRate: scheduledBy(library, learningRate),
    };
    return startPreferenceRun(training, seed);
  };
}

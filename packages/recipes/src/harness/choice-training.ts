import type { Advantage } from "@guerdon/core/piece";
import { type ChoiceTraining, type GradientMix, startChoiceRun } from "@guerdon/lab/trainer";
import type { RunArm } from "./recipe.ts";
import { type Used, usedPiece } from "./used.ts";

/** What an arm says of learning a table of choices from several rewards. */
export interface ChoiceSettings {
  readonly advantage: Used;
  readonly mix: GradientMix;
  readonly learningRate: number;
  readonly updates: number;
  readonly perPrompt: number;
  readonly batch?: number;
  readonly divideBy?: number | "group";
  /** A sampler that splits the responses of an update over its prompts. */
  readonly split?: Used;
}

/** The gradient of each reward by itself, mixed into one step: heads, rewards and exact quantities are made here. */
export function choiceTraining<S extends ChoiceSettings>(
  made: (
    settings: S,
    seed: number,
  ) => Pick<ChoiceTraining, "prompts" | "heads" | "rows" | "initial" | "names" | "measure" | "exact" | "preference">,
): RunArm<S> {
  return async (settings, seed, library) => {
    const { advantage, split, mix, learningRate, updates, perPrompt, batch, divideBy } = settings;
    const { use, ...options } = advantage;
    return startChoiceRun(
      {
        ...made(settings, seed),
        advantage: library.find(use).factory({ ...library.find(use).options, ...options }) as Advantage,
        mix,
        learningRate,
        updates,
        perPrompt,
        ...(batch === undefined ? {} : { batch }),
        ...(divideBy === undefined ? {} : { divideBy }),
        ...(split === undefined ? {} : { split: usedPiece(library, split) }),
      },
      seed,
    );
  };
}

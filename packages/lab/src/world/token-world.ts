import type { Json, Layout, Rollout, Signal } from "@guerdon/core/signal";

/** Prompts of one step, all padded on the left to the same length. */
export interface Prompts {
  /** P */
  readonly count: number;
  /** [P, L] token ids; `pad` to the left of shorter prompts. */
  readonly ids: Int32Array;
  /** L */
  readonly length: number;
  /** What each prompt is about, as a dataset row: `{{ item.* }}`. */
  readonly items: readonly Json[];
}

/** Completions of prompts: G for each, contiguous. */
export interface Completions {
  /** [R, M] token ids; `pad` after the end. */
  readonly ids: Int32Array;
  /** M */
  readonly maxTokens: number;
  /** [R] tokens written, the end token included. */
  readonly lengths: Int32Array;
  /** [R] 1 where the completion ended by itself and not by the limit. */
  readonly ended: Uint8Array;
  /** [R, M] log π of each token where a policy wrote it; absent for texts from elsewhere. */
  readonly logProbs?: Float64Array;
}

/** A task of writing tokens: prompts, and what is known of an answer. */
export interface TokenWorld {
  readonly id: `${string}@${number}`;
  /** Text of each token. */
  readonly vocabulary: readonly string[];
  readonly pad: number;
  readonly end: number;
  readonly maxPromptTokens: number;
  readonly maxTokens: number;
  /** The prompts number `from` … `from + count − 1` of the stream of a seed; `heldOut` ones never meet those for training. */
  prompts(seed: number, from: number, count: number, heldOut?: boolean): Prompts;
  /** What is known of each completion without any program, by name: `correct`, `gold`, … at rollout or token level. */
  signals(prompts: Prompts, completions: Completions, layout: Layout): { readonly [name: string]: Signal };
  /** A completion right for the prompt, as a teacher writes it; absent where there is none. */
  demonstration?(prompts: Prompts, index: number): readonly number[];
}

/** Writes prompts and completions as rollouts, so that any program can score them. */
export type RolloutsOf = (world: TokenWorld, prompts: Prompts, completions: Completions) => readonly Rollout[];

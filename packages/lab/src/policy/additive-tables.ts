import type { HostInput } from "../tensor/index.ts";

export interface AdditivePolicyOptions {
  /** K: the tokens it may write. */
  readonly tokens: readonly number[];
  /** [K] logit of each at the start, or [M, K] at each place. */
  readonly initial: readonly number[] | readonly (readonly number[])[];
  /** [K] whether each logit is learnt. Default: all. */
  readonly free?: readonly boolean[];
  /** C: tokens of prompts that add logits of their own, wherever they stand. */
  readonly contexts: readonly number[];
  /** [G] Which context each member of a group has besides those of its prompt, −1 for none. Default: no member has one. */
  readonly members?: readonly number[];
  /** [C] What these are multiplied by: with plain gradient steps they learn scale² times as fast. */
  readonly scales: readonly number[];
  /** [M] The same for each place, on top. Default 1. */
  readonly placeScales?: readonly number[];
}

export type AdditiveParameters<T = HostInput> = { readonly shared: T; readonly own: T };

/** [M·K] logits that are never learnt; 1 where one is learnt; [C·M·K] scales of what contexts add. */
export function additiveTables(
  { tokens, initial, free, contexts, scales, placeScales }: AdditivePolicyOptions,
  maxTokens: number,
): Record<"fixed" | "free" | "own", Float32Array> {
  const count = tokens.length;
  const table = (value: (place: number, k: number) => number): Float32Array =>
    Float32Array.from({ length: maxTokens * count }, (_, i) => value(Math.floor(i / count), i % count));
  const isFree = (k: number): number => (free?.[k] === false ? 0 : 1);
  const own = contexts.map((_, c) => table((m, k) => isFree(k) * (scales[c] ?? 1) * (placeScales?.[m] ?? 1)));
  return {
    fixed: table((m, k) => {
      const row = initial[m];
      return (typeof row === "object" ? row[k] : initial[k]) as number;
    }),
    free: table((_, k) => isFree(k)),
    own: Float32Array.from(own.flatMap((values) => [...values])),
  };
}

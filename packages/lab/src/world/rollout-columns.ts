import { fullSignal, type Layout, type Signal } from "@guerdon/core/signal";
import type { Completions, Prompts } from "./token-world.ts";

/** What the columns of a world are made of: the completion of one prompt. */
export interface CompletionAt {
  /** Index of the prompt. */
  readonly prompt: number;
  /** Index within its group. */
  readonly member: number;
  /** The tokens written, without the end token. */
  readonly tokens: Int32Array;
  readonly ended: boolean;
}

/**
 * Signals with one value for each completion.
 *
 * @param measure - values of one completion, in the order of the names
 * @shape completions [R] → [R] for each name
 */
export function rolloutColumns<N extends string>(
  names: readonly N[],
  prompts: Prompts,
  completions: Completions,
  end: number,
  measure: (completion: CompletionAt) => readonly number[],
): { readonly [name in N]: Signal } {
  const { ids, maxTokens, lengths, ended } = completions;
  const perPrompt = lengths.length / prompts.count;
  const columns = names.map(() => new Float64Array(lengths.length));
  for (let r = 0; r < lengths.length; r++) {
    const length = lengths[r] as number;
    const closes = length > 0 && ids[r * maxTokens + length - 1] === end;
    const tokens = ids.subarray(r * maxTokens, r * maxTokens + length - (closes ? 1 : 0));
    const prompt = Math.floor(r / perPrompt);
    const values = measure({ prompt, member: r - prompt * perPrompt, tokens, ended: ended[r] === 1 });
    values.forEach((value, k) => {
      (columns[k] as Float64Array)[r] = value;
    });
  }
  const signals = names.map((name, k) => [name, fullSignal("rollout", columns[k] as Float64Array)] as const);
  return Object.fromEntries(signals) as { readonly [name in N]: Signal };
}

/** The layout of completions: groups of G, no steps, the tokens written. */
export function layoutOf(prompts: Prompts, completions: Completions): Layout {
  const rollouts = completions.lengths.length;
  const perPrompt = rollouts / prompts.count;
  const tokenOffsets = new Int32Array(rollouts + 1);
  for (let r = 0; r < rollouts; r++)
    tokenOffsets[r + 1] = (tokenOffsets[r] as number) + (completions.lengths[r] as number);
  return {
    groupOf: Int32Array.from({ length: rollouts }, (_, r) => Math.floor(r / perPrompt)),
    stepOffsets: new Int32Array(rollouts + 1),
    tokenOffsets,
    groupKeys: prompts.items.map((item) => JSON.stringify(item)),
  };
}

import type { Signal } from "@guerdon/core/signal";
import type { Completions, Prompts } from "../world/token-world.ts";
import type { Written } from "./token-batch.ts";

/** One pair of completions for each prompt, the better one first. */
export interface PreferencePairs {
  readonly prompts: Prompts;
  /** [2P, M] chosen and rejected by turns. */
  readonly completions: Completions;
  /** [P] 1 where the prompt has a pair; the rows of the others hold its first two completions. */
  readonly live: Uint8Array;
  /** Prompts with a pair. */
  readonly count: number;
}

/**
 * The best and the worst completion of each prompt by its total, where they are further apart than a gap.
 *
 * Only completions whose total is present are asked; of equal ones the first is taken.
 *
 * @param total - of rollouts, G for each prompt
 * @param gap - least difference of totals, not itself enough
 */
export function preferencePairs({ prompts, generation }: Written, total: Signal, gap = 0): PreferencePairs {
  const { maxTokens, lengths, ids, ended } = generation;
  const perPrompt = lengths.length / prompts.count;
  const rows = 2 * prompts.count;
  const completions = {
    maxTokens,
    ids: new Int32Array(rows * maxTokens),
    lengths: new Int32Array(rows),
    ended: new Uint8Array(rows),
  };
  const live = new Uint8Array(prompts.count);
  let count = 0;
  for (let p = 0; p < prompts.count; p++) {
    const pair = extremes(total, p * perPrompt, perPrompt, gap);
    if (pair !== undefined) {
      live[p] = 1;
      count++;
    }
    for (const [side, r] of (pair ?? [p * perPrompt, p * perPrompt + Math.min(1, perPrompt - 1)]).entries()) {
      const to = 2 * p + side;
      completions.ids.set(ids.subarray(r * maxTokens, (r + 1) * maxTokens), to * maxTokens);
      completions.lengths[to] = lengths[r] as number;
      completions.ended[to] = ended[r] as number;
    }
  }
  return { prompts, completions, live, count };
}

function extremes(
  { values, present }: Signal,
  from: number,
  count: number,
  gap: number,
): readonly [best: number, worst: number] | undefined {
  let [best, worst] = [-1, -1];
  for (let r = from; r < from + count; r++) {
    if (present[r] !== 1) continue;
    if (best < 0 || (values[r] as number) > (values[best] as number)) best = r;
    if (worst < 0 || (values[r] as number) < (values[worst] as number)) worst = r;
  }
  const isPair = best >= 0 && (values[best] as number) - (values[worst] as number) > gap;
  return isPair ? [best, worst] : undefined;
}

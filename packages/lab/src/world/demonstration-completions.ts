import type { Completions, Prompts, TokenWorld } from "./token-world.ts";

/** Demonstrations of prompts as completions, one for each. */
export function demonstrationCompletions(world: TokenWorld, prompts: Prompts): Completions {
  const { maxTokens, pad } = world;
  const ids = new Int32Array(prompts.count * maxTokens).fill(pad);
  const lengths = new Int32Array(prompts.count);
  for (let p = 0; p < prompts.count; p++) {
    const tokens = world.demonstration?.(prompts, p) ?? [];
    ids.set(tokens, p * maxTokens);
    lengths[p] = tokens.length;
  }
  return { ids, maxTokens, lengths, ended: new Uint8Array(prompts.count).fill(1) };
}

import type { Json, Rollout } from "@guerdon/core/signal";
import type { Completions, Prompts, RolloutsOf, TokenWorld } from "./token-world.ts";

/** Text of tokens; padding and the end have none. */
export function textOf({ vocabulary, pad, end }: TokenWorld, ids: ArrayLike<number>): string {
  let text = "";
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    if (id !== pad && id !== end) text += vocabulary[id];
  }
  return text;
}

/** Writes prompts and completions as rollouts; `tokens` are those written, the end token included. */
export const rolloutsOf: RolloutsOf = (world: TokenWorld, prompts: Prompts, completions: Completions) => {
  const { ids, maxTokens, lengths } = completions;
  const perPrompt = lengths.length / prompts.count;
  const questions = prompts.items.map((_, p) =>
    textOf(world, prompts.ids.subarray(p * prompts.length, (p + 1) * prompts.length)),
  );
  return Array.from(lengths, (length, r): Rollout => {
    const prompt = Math.floor(r / perPrompt);
    const own = ids.slice(r * maxTokens, r * maxTokens + length);
    return {
      id: `${prompt}.${r - prompt * perPrompt}`,
      group: String(prompt),
      item: prompts.items[prompt] as Json,
      prompt: [{ role: "user", content: questions[prompt] as string }],
      completion: [{ role: "assistant", content: textOf(world, own) }],
      tokens: { ids: own },
    };
  });
};

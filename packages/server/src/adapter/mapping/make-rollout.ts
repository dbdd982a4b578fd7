import { canonicalJson } from "@guerdon/core/hash";
import type { Json, Message, Rollout } from "@guerdon/core/signal";
import type { WireMessage } from "./message-schema.ts";
import { contentHash, promptGroup } from "./prompt-group.ts";

/** What a protocol says of one rollout. */
export interface RolloutParts {
  readonly prompt: string | readonly WireMessage[];
  readonly completion: string | readonly WireMessage[];
  readonly item: Json;
  readonly meta?: Json;
}

const DIGITS = 24;

/**
 * Makes a rollout of a body that names neither rollout nor group: the group is the prompt's content, the id the
 * content of all, so that a retry makes the same rollout again.
 */
export function makeRollout({ prompt, completion, item, meta }: RolloutParts): Rollout {
  const asked = messages(prompt, "user");
  const answered = messages(completion, "assistant");
  const group = promptGroup(asked);
  const content = meta === undefined ? [group, completion, item] : [group, completion, item, meta];
  return {
    id: contentHash(canonicalJson(content)).slice(0, DIGITS),
    group,
    item,
    prompt: asked,
    completion: answered,
    ...(meta === undefined ? {} : { meta }),
  };
}

/** Messages of a text or of a list; one without content has `null`. */
function messages(given: string | readonly WireMessage[], role: string): readonly Message[] {
  if (typeof given === "string") return [{ role, content: given }];
  return given.map((message) => ({ ...message, content: message.content ?? null }) as Message);
}

/** Rollouts with ids of their own: the second of two equal ones ends in `#2`, in order of the request. */
export function withDistinctIds(rollouts: readonly Rollout[]): readonly Rollout[] {
  const seen = new Map<string, number>();
  return rollouts.map((rollout) => {
    const count = (seen.get(rollout.id) ?? 0) + 1;
    seen.set(rollout.id, count);
    return count === 1 ? rollout : { ...rollout, id: `${rollout.id}#${count}` };
  });
}

import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Json } from "@guerdon/core/signal";
import type { Prompts } from "./token-world.ts";

/** One prompt: its tokens, and the dataset row. */
export interface Prompt {
  readonly tokens: readonly number[];
  readonly item: { readonly [key: string]: Json };
  /** Names the task: held-out tasks are chosen by it, so equal tasks need equal names. */
  readonly name: string;
}

/** What kind of prompts a world draws. */
export interface PromptSource {
  readonly world: string;
  readonly pad: number;
  /** L */
  readonly length: number;
  /** Share of the tasks that is held out; the same tasks for every seed. */
  readonly heldOutShare: number;
  /** One prompt from a stream of uniform numbers. */
  make(uniform: () => number): Prompt;
}

const TRIES = 1000;
const DRAWS = 64;

/**
 * The prompts number `from` … `from + count − 1` of a seed, each from its own random stream.
 *
 * A task is held out by a hash of its name: draws that fall on the other side are drawn again. Of a world too small to
 * have both sides the last draw is taken.
 */
export function drawPrompts(
  source: PromptSource,
  seed: number,
  from: number,
  count: number,
  heldOut: boolean,
): Prompts {
  const { length, pad, heldOutShare, world } = source;
  const ids = new Int32Array(count * length).fill(pad);
  const items: Json[] = [];
  const key = streamKey(seed, heldOut ? `${world} held out` : world);
  for (let p = 0; p < count; p++) {
    let prompt: Prompt | undefined;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      let draw = ((from + p) * TRIES + attempt) * DRAWS;
      prompt = source.make(() => uniformAt(key, draw++));
      if (uniformAt(streamKey(1, `${world} ${prompt.name}`), 0) < heldOutShare === heldOut) break;
    }
    const { tokens, item } = prompt as Prompt;
    ids.set(tokens, (p + 1) * length - tokens.length);
    items.push({ ...item, number: from + p });
  }
  return { ids, count, length, items };
}

/** A whole number below `size`. */
export function below(size: number, uniform: () => number): number {
  return Math.min(size - 1, Math.floor(uniform() * size));
}

import { streamKey, uniformAt } from "@guerdon/core/random";
import { below, drawPrompts, type PromptSource } from "./draw-prompts.ts";
import type { Prompts } from "./token-world.ts";

/** A kind of task: how often it comes and what it needs. */
export interface ThinkingClass {
  readonly name: string;
  /** Share of the tasks; the shares of all add up to 1. */
  readonly share: number;
  /** The least and the most tokens of thinking that suffice. */
  readonly needed: readonly [number, number];
  /** Chance of being right after enough thinking, where it is not that of the world. */
  readonly enough?: number;
  /** Chance of being right without any thinking. Default: that after too little. */
  readonly direct?: number;
}

export interface ThinkingLengthOptions {
  /** The most tokens of thinking; who writes that many was cut off. Default 32. */
  readonly maxTokens?: number;
  /** Chance of being right after enough thinking. Default 0.95. */
  readonly enough?: number;
  /** Chance of being right after too little. Default 0.1. */
  readonly tooLittle?: number;
  /** Default: half easy (2 … 6 tokens), half hard (8 … 16). */
  readonly classes?: readonly ThinkingClass[];
  /** What a task is asked with: it comes once with each, one after the other. Default: nothing. */
  readonly tags?: readonly string[];
  /** [G] Tag of each member of a group, −1 for none, where members are asked in ways of their own. */
  readonly memberTags?: readonly number[];
  /** Prompts of the stream, from its start, that all have the first tag. Default 0. */
  readonly firstTagOnly?: number;
  /** Tokens of thinking that a teacher shows for each tag, as a share of a chain of the first policy. */
  readonly shown?: readonly number[];
}

/** Tokens of the vocabulary; `FIRST`: the first class. */
export const THINKING = { PAD: 0, ANSWER: 1, THINK: 2, FIRST: 3 } as const;
const { PAD, FIRST } = THINKING;

interface Task {
  /** Index of the class. */
  readonly kind: number;
  /** Index of the tag. */
  readonly tag?: number;
  readonly needed: number;
  /** Seed of whether answers are right. */
  readonly chance: number;
  readonly number: number;
}

/** Draws tasks of the classes. */
export function thinkingSource(classes: readonly ThinkingClass[]): PromptSource {
  return {
    world: "thinking-length",
    pad: PAD,
    length: 1,
    heldOutShare: 0,
    make: (uniform) => {
      const drawn = uniform();
      const upTo = (k: number): number => classes.slice(0, k + 1).reduce((sum, { share }) => sum + share, 0);
      const found = classes.findIndex((_, k) => drawn < upTo(k));
      const kind = found < 0 ? classes.length - 1 : found;
      const [least, most] = (classes[kind] as ThinkingClass).needed;
      return {
        tokens: [FIRST + kind],
        item: { kind, needed: least + below(most - least + 1, uniform), chance: uniform() },
        name: "",
      };
    },
  };
}

/** Every task once with each tag: prompt q is task ⌊q / T⌋ with tag q mod T. */
export function taggedPrompts(
  source: PromptSource,
  {
    tags = [],
    firstTagOnly = 0,
    from,
    count,
    seed,
    heldOut,
    classes,
  }: Omit<ThinkingLengthOptions, "classes"> & {
    readonly from: number;
    readonly count: number;
    readonly seed: number;
    readonly heldOut: boolean;
    readonly classes: number;
  },
): Prompts {
  const ids = new Int32Array(count * 2);
  const items = Array.from({ length: count }, (_, p) => {
    const number = from + p;
    const single = number < firstTagOnly;
    const task = single ? number : firstTagOnly + Math.floor((number - firstTagOnly) / tags.length);
    const tag = single ? 0 : (number - firstTagOnly) % tags.length;
    const drawn = drawPrompts({ ...source, heldOutShare: heldOut ? 1 : 0 }, seed, task, 1, heldOut);
    ids.set([FIRST + classes + tag, drawn.ids[0] as number], 2 * p);
    return { ...(drawn.items[0] as object), tag };
  });
  return { ids, count, length: 2, items };
}

/** As many tokens as are needed; with `shown` a share of a chain of the first policy that still suffices. */
export function shownLength(prompts: Prompts, index: number, { shown, maxTokens = 32 }: ThinkingLengthOptions): number {
  const { needed, tag = 0, chance } = taskAt(prompts, index);
  const share = shown?.[tag];
  if (share === undefined) return needed;
  const key = streamKey(Math.floor(chance * 2 ** 32), "thinking-length chain");
  const hazard = 1 / (1 + Math.exp(2.5)); // 104 §Experiment
  for (let i = 0; i < 64; i++) {
    const chain = Math.min(maxTokens - 1, Math.floor(Math.log(1 - uniformAt(key, i)) / Math.log(1 - hazard)));
    const cut = Math.round(share * chain);
    if (cut >= needed) return cut;
  }
  return needed;
}

/** The task of a prompt. */
export function taskAt({ items }: Prompts, index: number): Task {
  return items[index] as unknown as Task;
}
